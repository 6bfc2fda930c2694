/** Where a pointer is, in pixels of the window. */
export interface Point {
  x: number;
  y: number;
}

/** A portrait that is dragged onto another one. */
export type Drag =
  | { state: "idle" }
  | { state: "pressed"; person: string; at: Point }
  | { state: "dragging"; person: string; over: string | null };

export const IDLE: Drag = { state: "idle" };
const SLACK = 7; // pixels that a click may tremble
const EDGE = 90; // pixels at the top and bottom of the window where it scrolls
const FASTEST = 18; // pixels for each frame

/** Returns the drag when the pointer has moved and is over somebody. */
export function moved(drag: Drag, to: Point, over: string | null): Drag {
  if (drag.state === "idle") return drag;
  if (drag.state === "pressed") {
    const far = Math.hypot(to.x - drag.at.x, to.y - drag.at.y) > SLACK;
    return far ? { state: "dragging", person: drag.person, over: null } : drag;
  }
  const target = over === drag.person ? null : over;
  return target === drag.over ? drag : { ...drag, over: target };
}

/** Returns whom a drag brings together when it ends, if anybody. */
export function dropped(drag: Drag): { person: string; onto: string } | null {
  if (drag.state !== "dragging" || drag.over === null) return null;
  return { person: drag.person, onto: drag.over };
}

/** Returns by how many pixels a frame scrolls while something is held at a height. */
export function scrollSpeed(y: number, height: number): number {
  if (y < EDGE) return -Math.ceil((FASTEST * (EDGE - Math.max(y, 0))) / EDGE);
  const below = y - (height - EDGE);
  return below <= 0 ? 0 : Math.ceil((FASTEST * Math.min(below, EDGE)) / EDGE);
}
