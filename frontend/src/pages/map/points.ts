/** A place on the map, or on the screen. */
export interface Point {
  x: number;
  y: number;
}

/** From `low` to `high` along an axis. */
export type Range = readonly [low: number, high: number];

export interface Extent {
  x: Range;
  y: Range;
}

/** Where places of the map are on screen: `at` is that of (0, 0), `per` that of a unit further. */
export interface Projection {
  at: Point;
  per: Point;
}

export type Direction = "left" | "right" | "up" | "down";

const MARGIN = 0.06; // of the larger side: so that no dot is cut by the border
const STEEPEST = 2; // how far aside a dot may lie, for each step in a direction

/** Returns what of the plane is shown so that all points are on it, as wide as high per pixel. */
export function extentOf(points: readonly Point[], width: number, height: number): Extent {
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf(points.map((point) => point.y));
  const unit = Math.max((x[1] - x[0]) / width, (y[1] - y[0]) / height, 1e-6) * (1 + 2 * MARGIN);
  return { x: around(x, (unit * width) / 2), y: around(y, (unit * height) / 2) };
}

/** Returns the index of the point nearest to a place on screen, within `reach` pixels; else -1. */
export function nearestTo(
  points: readonly Point[],
  { at, per }: Projection,
  place: Point,
  reach: number,
): number {
  let best = -1;
  let least = reach * reach;
  points.forEach((point, index) => {
    const dx = at.x + per.x * point.x - place.x;
    const dy = at.y + per.y * point.y - place.y;
    const distance = dx * dx + dy * dy;
    if (distance <= least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

/** Returns the index of the next point in a direction; the same one where there is none. */
export function towards(points: readonly Point[], from: number, direction: Direction): number {
  const start = points[from];
  if (start === undefined) return points.length > 0 ? 0 : -1;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  points.forEach((point, index) => {
    const [ahead, aside] = split(point.x - start.x, point.y - start.y, direction);
    if (index === from || ahead <= 0 || aside > STEEPEST * ahead) return;
    const effort = ahead + 2 * aside;
    if (effort < least) {
      least = effort;
      best = index;
    }
  });
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

function rangeOf(values: readonly number[]): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

function around([low, high]: Range, half: number): Range {
  const middle = (low + high) / 2;
  return [middle - half, middle + half];
}
