import type { Podium } from "@/data/game";
import { stepsOf } from "@/parts/game/podium";

/** One moment of the reveal, and how long it stays; null: until something else happens. */
export type Scene = { milliseconds: number | null } & (
  | { kind: "nobody" }
  | { kind: "blend" } // the picture is on its way
  | { kind: "sharpen" }
  | { kind: "sharp" }
  | { kind: "place"; place: number }
);

const BLEND_MS = 1_600; // at least: a browser must have painted the blurred picture
const SHARPEN_MS = 7_000;
const SHARP_MS = 2_600;
const PLACE_MS = 2_800;

/**
 * Returns how a board is revealed: the average from blurred to sharp, then the places, best last.
 *
 * @param isThere Its picture has come: until then faces are seen to be blended.
 */
export function scenesOf(board: Podium | undefined, isThere: boolean): Scene[] {
  if (board === undefined || board.podium.length === 0) {
    return [{ kind: "nobody", milliseconds: null }];
  }
  const places: Scene[] = stepsOf(board.podium)
    .reverse()
    .map(({ place }, n, all) => ({
      kind: "place",
      place,
      milliseconds: n === all.length - 1 ? null : PLACE_MS,
    }));
  if (!board.average) return places;
  return [
    { kind: "blend", milliseconds: isThere ? BLEND_MS : null },
    { kind: "sharpen", milliseconds: SHARPEN_MS },
    { kind: "sharp", milliseconds: SHARP_MS },
    ...places,
  ];
}

/** Returns the lowest place that is to be seen in a scene; 4: none yet. */
export function upTo(scene: Scene): number {
  return scene.kind === "place" ? scene.place : 4;
}
