/** What a key does on every page. */
export type GlobalKey = "undo" | "help";

/** A key that was pressed, and where. */
export interface Pressed {
  key: string;
  /** The place on the keyboard: Korean letters have no other name. */
  code: string;
  /** Ctrl or Cmd. */
  command: boolean;
  shift: boolean;
  alt: boolean;
  repeat: boolean;
  /** It goes into a field, a menu or a dialog. */
  typing: boolean;
  /** A page has answered it already. */
  taken: boolean;
}

/** Returns what a key asks for on every page; null: nothing. */
export function globalKeyOf(pressed: Pressed): GlobalKey | null {
  if (pressed.taken || pressed.typing || pressed.repeat || pressed.alt) return null;
  if (pressed.command) return !pressed.shift && isZ(pressed) ? "undo" : null;
  return pressed.key === "?" ? "help" : null;
}

function isZ({ key, code }: Pressed): boolean {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === "z" : code === "KeyZ";
}
