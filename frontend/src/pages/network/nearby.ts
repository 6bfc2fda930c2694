/** Places of nodes, by index. */
export interface Places {
  size: number;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export type Direction = "left" | "right" | "up" | "down";

const STEEPEST = 2; // how far aside a node may lie, for each step in a direction

/**
 * Returns the index of the node nearest to a place; -1: none is within its reach.
 *
 * @param reachOf How far from its middle a node still counts as pointed at.
 */
export function nearestTo(
  { size, x, y }: Places,
  place: { x: number; y: number },
  reachOf: (index: number) => number,
): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < size; index++) {
    const dx = (x[index] ?? 0) - place.x;
    const dy = (y[index] ?? 0) - place.y;
    const distance = dx * dx + dy * dy;
    if (distance < least && distance <= reachOf(index) ** 2) {
      least = distance;
      best = index;
    }
  }
  return best;
}

/** Returns the index of the next node in a direction; the same one where there is none. */
export function towards(places: Places, from: number, direction: Direction): number {
  if (from < 0) return places.size > 0 ? 0 : -1;
  const { size, x, y } = places;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < size; index++) {
    const dx = (x[index] ?? 0) - (x[from] ?? 0);
    const dy = (y[index] ?? 0) - (y[from] ?? 0);
    const [ahead, aside] = split(dx, dy, direction);
    if (index === from || ahead <= 0 || aside > STEEPEST * ahead) continue;
    if (ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = index;
    }
  }
  return best;
}

function split(dx: number, dy: number, direction: Direction): [ahead: number, aside: number] {
  switch (direction) {
    case "left":
      return [-dx, Math.abs(dy)];
    case "right":
      return [dx, Math.abs(dy)];
    case "up":
      return [dy, Math.abs(dx)];
    case "down":
      return [-dy, Math.abs(dx)];
  }
}
