/** Marks where something else than words stands in a sentence; no text has them. */
const FIRST_MARK = 0xe000;

/** Returns a mark for the n-th thing in a sentence: give it to a text instead of a name. */
export function mark(n: number): string {
  return String.fromCodePoint(FIRST_MARK + n);
}

/**
 * Returns a sentence in pieces, so that a name in it can be a link in every language.
 *
 * @returns Words, and numbers that say which thing stands there.
 */
export function woven(sentence: string): (string | number)[] {
  return sentence
    .split(/([\uE000-\uE00F])/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const n = (piece.codePointAt(0) ?? 0) - FIRST_MARK;
      return piece.length === 1 && n >= 0 && n < 16 ? n : piece;
    });
}
