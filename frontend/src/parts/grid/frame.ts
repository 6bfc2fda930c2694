import type { Preferences } from "@/data/preferences";
import type { Frame } from "@/lib/layout";

const ROWS: Record<"wide" | "narrow", Record<Preferences["rows"], number>> = {
  wide: { small: 150, medium: 212, large: 300 },
  narrow: { small: 92, medium: 122, large: 190 },
};
const NARROW = 620;
/** Firefox lays nothing out below 17.9 million pixels, Chromium below 33.5 million of the screen's. */
const MOST = 17_000_000;
const MOST_ON_SCREEN = 33_000_000;

/** Returns how photos are laid out in a width. */
export function frameOf(width: number, rows: Preferences["rows"], months: boolean): Frame {
  const narrow = width < NARROW;
  return {
    width,
    row: ROWS[narrow ? "narrow" : "wide"][rows],
    gap: narrow ? 2 : 4,
    heading: months ? 48 : 0,
    after: months ? 16 : 0,
    most: Math.min(MOST, MOST_ON_SCREEN / Math.max(1, window.devicePixelRatio)),
  };
}
