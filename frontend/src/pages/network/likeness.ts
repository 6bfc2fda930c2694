/** How alike two are, in words. */
export type Likeness = "faint" | "alike" | "strong" | "double";

// Shares of the way from the scale's mark, where an edge begins, to the same face twice.
const STRONG = 0.15;
const DOUBLE = 0.4;

/**
 * Returns how alike two are.
 *
 * @param similarity Cosine.
 * @param mark Of the scale: the cosine from which on two count as alike.
 */
export function likenessOf(similarity: number, mark: number): Likeness {
  const share = (similarity - mark) / Math.max(1 - mark, 1e-6);
  if (share < 0) return "faint";
  if (share < STRONG) return "alike";
  return share < DOUBLE ? "strong" : "double";
}

/** Returns one in how many pairs of strangers is as alike, rounded to two figures; null: unknown. */
export function oneIn(falseMatchRate: number | null): number | null {
  if (falseMatchRate === null || falseMatchRate <= 0) return null;
  return Number(Math.max(1, 1 / falseMatchRate).toPrecision(2));
}
