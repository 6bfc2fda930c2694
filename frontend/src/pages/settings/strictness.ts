import type { StrictnessOut } from "@/client/types.gen";

/** One bar of the drawing that stands above the slider. */
export interface Bar extends StrictnessOut {
  /** [0, 1], of the most people that any strictness makes. */
  height: number;
  /** [0, 1], of the most faces that any strictness leaves with nobody. */
  depth: number;
}

/** Returns a bar for each strictness, the loosest first. */
export function barsOf(strictnesses: readonly StrictnessOut[]): Bar[] {
  const most = Math.max(1, ...strictnesses.map((one) => one.people));
  const lost = Math.max(1, ...strictnesses.map((one) => one.unassigned));
  return strictnesses
    .toSorted((a, b) => a.strictness - b.strictness)
    .map((one) => ({ ...one, height: one.people / most, depth: one.unassigned / lost }));
}

/** Returns the place of the strictness that holds; of the one that was chosen where none does. */
export function placeNow(bars: readonly Bar[]): number {
  const now = bars.findIndex((bar) => bar.now);
  return now >= 0
    ? now
    : Math.max(
        0,
        bars.findIndex((bar) => bar.chosen),
      );
}

/** Returns the list as it will be when another strictness holds; other answers as they are. */
export function movedTo(operation: string, answer: unknown, to: number): unknown {
  if (operation !== "listStrictnesses" || !Array.isArray(answer)) return answer;
  return (answer as StrictnessOut[]).map((one) => ({ ...one, now: one.strictness === to }));
}
