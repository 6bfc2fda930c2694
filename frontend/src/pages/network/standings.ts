/** How close somebody is to the average of a network. */
export interface Standing {
  /** Index of the node. */
  node: number;
  /** Cosine to the mean of all nodes. */
  similarity: number;
  /** From 1, the closest; those who are equally close share one. */
  place: number;
}

/** Who stands at either end. */
export interface Ends {
  /** The closest first. */
  closest: readonly Standing[];
  /** The farthest first; nobody who is among the closest. */
  farthest: readonly Standing[];
}

const CLOSEST = 20;
const PODIUM = 3; // are shown in the smallest network, too
const FARTHEST = 5;
const SHARE = 1 / 3; // of a small network that is at one end: the rest is in between

/**
 * Returns how close everybody is to the average, the closest first; ties by index.
 *
 * @param average Cosine to the mean, by the index of a node; null: unknown, and left out.
 */
export function standingsOf(average: readonly (number | null)[]): Standing[] {
  const known: Standing[] = [];
  for (const [node, similarity] of average.entries()) {
    if (similarity !== null) known.push({ node, similarity, place: 0 });
  }
  known.sort((one, other) => other.similarity - one.similarity || one.node - other.node);
  let before: Standing | undefined;
  for (const [index, one] of known.entries()) {
    one.place = one.similarity === before?.similarity ? before.place : index + 1;
    before = one;
  }
  return known;
}

/** Returns the closest and the farthest of all; in a small network a third of it each, at most. */
export function endsOf(standings: readonly Standing[]): Ends {
  const size = standings.length;
  const near = Math.min(CLOSEST, Math.max(PODIUM, Math.ceil(SHARE * size)), size);
  const far = Math.min(FARTHEST, Math.floor(SHARE * size), size - near);
  return { closest: standings.slice(0, near), farthest: standings.slice(size - far).reverse() };
}
