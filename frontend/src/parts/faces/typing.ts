const WRITTEN = "input, textarea, select, [contenteditable='true'], [role='menu'], [role='dialog']";

/** Returns whether a key that is pressed there belongs to a field, a menu or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(WRITTEN) !== null;
}
