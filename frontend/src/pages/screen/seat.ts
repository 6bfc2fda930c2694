const TURN = 360;
const FACTOR = 31; // as in the usual hash of strings

/** Returns a colour for somebody, always the same one: degrees. */
export function hueOf(entry: string): number {
  let hash = 0;
  for (const letter of entry) hash = (hash * FACTOR + (letter.codePointAt(0) ?? 0)) % TURN;
  return hash;
}

/** Returns what stands for a nickname where there is room for one sign only. */
export function initialOf(nickname: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    nickname.trim(),
  );
  return (first?.segment ?? "").toLocaleUpperCase();
}
