/** A key that was pressed: what it writes, and its place on the keyboard. */
export interface Stroke {
  readonly key: string;
  /** Korean letters have no other name: where Latin ones have `a`, they have ㅁ. */
  readonly code: string;
}

/** Returns the Latin letter of a key, in lower case; empty: it has none. */
export function letterOf({ key, code }: Stroke): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}
