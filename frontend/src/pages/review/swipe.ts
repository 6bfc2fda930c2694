/** How far a thumb has moved the faces. */
export interface Swipe {
  /** Pixels to the right. */
  x: number;
  y: number;
}

export const FAR = 90; // pixels: from here on letting go is an answer
const STEEPEST = 8; // degrees
const LEAST = 8; // pixels before it is a swipe at all

/** What letting go now would answer. */
export function sideOf(swipe: Swipe): "left" | "right" | null {
  if (Math.abs(swipe.x) < FAR || Math.abs(swipe.y) > Math.abs(swipe.x)) return null;
  return swipe.x < 0 ? "left" : "right";
}

/** Returns whether a movement goes sideways, so that it is no scrolling. */
export function isSideways(swipe: Swipe): boolean {
  return Math.abs(swipe.x) > LEAST && Math.abs(swipe.x) > Math.abs(swipe.y);
}

/** How much the faces lean over, degrees: the further, the more, up to a little. */
export function tiltOf(swipe: Swipe): number {
  return Math.max(-STEEPEST, Math.min(STEEPEST, (swipe.x / FAR) * (STEEPEST / 2)));
}

/** How clearly the answer shows, [0, 1]. */
export function clarityOf(swipe: Swipe): number {
  return Math.min(Math.abs(swipe.x) / FAR, 1);
}
