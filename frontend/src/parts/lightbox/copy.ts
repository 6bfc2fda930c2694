import { HOME } from "@/data/api";

/** Returns the address that opens a photo, for whoever may see it. */
export function linkTo(photo: string, origin: string): string {
  return `${origin}${HOME}/photos?photo=${photo}`;
}

/**
 * Puts text on the clipboard.
 *
 * @returns Whether the browser did: away from this machine and without TLS it has no clipboard, and
 *   only the old way is left.
 */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
}

function copyByHand(text: string): boolean {
  const field = document.createElement("textarea");
  const before = document.activeElement;
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
