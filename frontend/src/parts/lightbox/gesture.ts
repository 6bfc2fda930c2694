import { type Point, panned, type Size, type View, zoomedAt } from "./geometry";

/** What fingers or a mouse do on the stage. */
export type Gesture =
  | { readonly kind: "none" }
  /** Down, but not moved far enough to say what it will be. */
  | { readonly kind: "undecided"; readonly from: Point }
  | { readonly kind: "pan"; readonly from: Point; readonly view: View }
  | { readonly kind: "turn"; readonly from: Point }
  | { readonly kind: "drop"; readonly from: Point }
  | {
      readonly kind: "pinch";
      readonly middle: Point;
      readonly distance: number;
      readonly view: View;
    };

/** What a gesture has done to the picture so far. */
export interface Held {
  readonly gesture: Gesture;
  readonly view: View;
  /** The picture is drawn aside to show the next one, pixels. */
  readonly turn: number;
  /** The picture is drawn down to be put away, pixels. */
  readonly drop: number;
}

/** Where a gesture takes place. */
export interface Ground {
  readonly fit: Size;
  readonly stage: Size;
  /** By fingers: only they turn pages, a mouse has buttons for that. */
  readonly touch: boolean;
  /** There is a photo before, and one after. */
  readonly before: boolean;
  readonly after: boolean;
}

/** What is to be done when all fingers are gone. */
export type Outcome = "stay" | "previous" | "next" | "close";

export const STILL: Gesture = { kind: "none" };
/** Less is a tap by an unsteady hand, pixels. */
export const SLOP = 8;
/** A flick is faster, pixels per millisecond. */
const FLICK = 0.5;
/** Who drags farther means it: as a share of the stage. */
const FAR = 0.3;
const FAR_DOWN = 0.18;
/** What is drawn where nothing is follows this much. */
const RELUCTANCE = 0.25;

/** Returns the gesture that begins when these fingers are down. */
export function begun(pointers: readonly Point[], view: View): Gesture {
  const [one, other] = pointers;
  if (one === undefined) return STILL;
  if (other === undefined) return { kind: "undecided", from: one };
  return { kind: "pinch", middle: middle(one, other), distance: apart(one, other), view };
}

/** Returns what the fingers have done, now that they are where they are. */
export function moved(
  gesture: Gesture,
  pointers: readonly Point[],
  view: View,
  ground: Ground,
): Held {
  const still = { gesture, view, turn: 0, drop: 0 };
  const [one, other] = pointers;
  if (one === undefined) return still;
  switch (gesture.kind) {
    case "none":
      return still;
    case "undecided": {
      const decided = decide(gesture.from, one, view, ground);
      return decided === null ? still : moved(decided, pointers, view, ground);
    }
    case "pan": {
      const dx = one.x - gesture.from.x;
      const dy = one.y - gesture.from.y;
      return { ...still, view: panned(gesture.view, dx, dy, ground.fit, ground.stage) };
    }
    case "turn":
      return { ...still, turn: reluctant(one.x - gesture.from.x, ground) };
    case "drop":
      return { ...still, drop: Math.max(0, one.y - gesture.from.y) };
    case "pinch":
      return other === undefined ? still : { ...still, view: pinched(gesture, one, other, ground) };
  }
}

/**
 * Returns what to do when the last finger is lifted.
 *
 * @param velocity Of the finger, pixels per millisecond.
 */
export function ended(held: Held, velocity: Point, ground: Ground): Outcome {
  const { kind } = held.gesture;
  if (kind === "turn") {
    const far = Math.abs(held.turn) > ground.stage.width * FAR;
    const flicked = Math.abs(velocity.x) > FLICK && Math.sign(velocity.x) === Math.sign(held.turn);
    if (!(far || flicked) || held.turn === 0) return "stay";
    if (held.turn > 0) return ground.before ? "previous" : "stay";
    return ground.after ? "next" : "stay";
  }
  if (kind === "drop") {
    const far = held.drop > ground.stage.height * FAR_DOWN;
    return far || (velocity.y > FLICK && held.drop > SLOP) ? "close" : "stay";
  }
  return "stay";
}

/**
 * Returns how much a turn of the wheel zooms, as a factor.
 *
 * @param delta As the event has it, and its unit: 0 pixels, 1 lines, 2 pages.
 * @param pinch Two fingers on a touchpad: browsers say so by the control key.
 */
export function wheeled(delta: number, unit: number, pinch: boolean): number {
  const pixels = delta * (unit === 1 ? 16 : unit === 2 ? 400 : 1);
  const calm = Math.min(Math.max(pixels, -240), 240);
  return Math.exp(-calm * (pinch ? 0.01 : 0.0022));
}

function decide(from: Point, to: Point, view: View, ground: Ground): Gesture | null {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (Math.hypot(dx, dy) < SLOP) return null;
  if (view.zoom > 1) return { kind: "pan", from, view };
  if (!ground.touch) return null;
  if (Math.abs(dx) > Math.abs(dy)) return { kind: "turn", from };
  return dy > 0 ? { kind: "drop", from } : null;
}

function pinched(
  gesture: Gesture & { kind: "pinch" },
  one: Point,
  other: Point,
  { fit, stage }: Ground,
): View {
  const now = middle(one, other);
  const zoom = gesture.view.zoom * (apart(one, other) / Math.max(gesture.distance, 1));
  const grown = zoomedAt(gesture.view, zoom, gesture.middle, fit, stage);
  return panned(grown, now.x - gesture.middle.x, now.y - gesture.middle.y, fit, stage);
}

function reluctant(dx: number, { before, after }: Ground): number {
  return (dx > 0 ? before : after) ? dx : dx * RELUCTANCE;
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
