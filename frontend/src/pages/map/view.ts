import type { Extent, Point, Range } from "./points";

/** Which part of the map is on screen, in percent of it along each axis. */
export interface View {
  x: Range;
  y: Range;
}

export const WHOLE: View = { x: [0, 100], y: [0, 100] };
const CLOSEST = 2; // percent of the map that fill the screen at most

/** Returns the view with its middle kept, closer (`by` < 1) or further away. */
export function zoomed(view: View, by: number): View {
  return { x: scaled(view.x, by), y: scaled(view.y, by) };
}

/** Returns the view moved so that a place of the map is in sight; the same one where it is. */
export function showing(view: View, { x, y }: Extent, place: Point): View {
  const at = { x: share(x, place.x), y: share(y, place.y) };
  if (within(view.x, at.x) && within(view.y, at.y)) return view;
  return { x: moved(view.x, at.x), y: moved(view.y, at.y) };
}

function scaled([low, high]: Range, by: number): Range {
  const span = Math.min(100, Math.max(CLOSEST, (high - low) * by));
  return clamped((low + high) / 2, span);
}

function moved([low, high]: Range, middle: number): Range {
  return clamped(middle, high - low);
}

/** A range of that length around a middle, pushed back onto the map where it leaves it. */
function clamped(middle: number, span: number): Range {
  const low = Math.min(100 - span, Math.max(0, middle - span / 2));
  return [low, low + span];
}

function share([low, high]: Range, value: number): number {
  return (100 * (value - low)) / (high - low);
}

function within([low, high]: Range, value: number): boolean {
  return value >= low && value <= high;
}
