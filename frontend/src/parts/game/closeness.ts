import type { Texts } from "@/text";

type Closeness = keyof Texts["game"]["close"];

/** Of how alike the faces of a board are to its average: the least and the most. */
export interface Range {
  least: number;
  most: number;
}

/** Shares of the way from the farthest face to the closest one, from which on one is called so. */
const LEVEL = 0.8;
const CLOSE = 0.5;
const MIDDLE = 0.2;

/** Returns how alike those of a board are, at least and at most. */
export function rangeOf(entries: readonly { similarity: number }[]): Range {
  const all = entries.map(({ similarity }) => similarity);
  return { least: Math.min(...all), most: Math.max(...all) };
}

/**
 * Returns how close a face is to an average, compared with others of its board.
 *
 * How alike a face can be to an average depends on the model and on how many went into it, so no
 * number means the same in every round: the others are the measure.
 */
export function closenessOf(place: number, similarity: number, range: Range): Closeness {
  if (place === 1) return "winner";
  const share = shareOf(similarity, range);
  if (share >= LEVEL) return "level";
  if (share >= CLOSE) return "close";
  return share >= MIDDLE ? "middle" : "far";
}

/** Returns how far a face is on the way from the farthest of its board, 0, to the closest, 1. */
export function shareOf(similarity: number, { least, most }: Range): number {
  return most <= least ? 1 : (similarity - least) / (most - least);
}

/** Returns a likeness as it is written: always with as many digits. */
export function likenessWords(similarity: number): string {
  return similarity.toFixed(3).replace(/^-(?=0\.0+$)/, "");
}
