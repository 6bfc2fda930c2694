import type { Layout } from "./layout";

/** A year beside the scrubber. */
export interface Mark {
  year: string;
  /** From the top of the scrubber, pixels. */
  at: number;
}

const CLOSE = 20; // pixels that two years keep between them

/** How far the window scrolls over a layout of which it shows `shown` pixels. */
export function reach(layout: Layout, shown: number): number {
  return Math.max(1, layout.height - shown);
}

/** Returns the years beside a scrubber of `length` pixels; what would be too close is left out. */
export function marksOf(layout: Layout, length: number, shown: number): Mark[] {
  const marks: Mark[] = [];
  let year: string | null = null;
  for (const { month, top } of layout.sections) {
    const own = month?.slice(0, 4) ?? null;
    if (own === null || own === year) continue;
    year = own;
    const at = Math.min(1, top / reach(layout, shown)) * length;
    const before = marks.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    if (at - before >= CLOSE && at <= length) marks.push({ year, at });
  }
  return marks;
}

/** Returns the section to which a key leads from another one. */
export function scrubbed(layout: Layout, from: number, key: string): number | null {
  const last = layout.sections.length - 1;
  switch (key) {
    case "ArrowDown":
    case "ArrowRight":
      return Math.min(last, from + 1);
    case "ArrowUp":
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "PageDown":
      return otherYear(layout, from, 1) ?? last;
    case "PageUp":
      return otherYear(layout, from, -1) ?? 0;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

function otherYear(layout: Layout, from: number, step: 1 | -1): number | null {
  const yearOf = (index: number): string | undefined => layout.sections[index]?.month?.slice(0, 4);
  for (let index = from + step; index >= 0 && index < layout.sections.length; index += step) {
    if (yearOf(index) !== yearOf(from)) return index;
  }
  return null;
}
