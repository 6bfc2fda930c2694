import type { Colours } from "@/parts/chart/colours";
import { COLOURED, colourOf } from "../palette";
import { COLOURS } from "./lines";

const DIMMED = "26"; // alpha of what is not in focus, hexadecimal

/** Colours of a network in one scheme. */
export interface Look {
  colours: Colours;
  /** Of lines that show who is alike: between groups, then within each. */
  alike: Float32Array;
  /** Of lines that show who was together. */
  together: Float32Array;
  /** Of a path. */
  path: Float32Array;
  card: Float32Array;
  node: (community: number, isDim: boolean) => string;
}

/** Returns how a network looks with the colours of the page. */
export function lookOf(colours: Colours): Look {
  const { dark } = colours;
  const groups = Array.from({ length: COLOURED + 1 }, (_, group) => colourOf(group, dark));
  return {
    colours,
    alike: palette([colours.lineStrong, ...groups]),
    together: palette(Array.from({ length: COLOURS }, () => (dark ? "#ffd27a" : "#b35c00"))),
    path: palette(Array.from({ length: COLOURS }, () => colours.accent)),
    card: Float32Array.from(shares(colours.card)),
    node: (community, isDim) => `${colourOf(community, dark)}${isDim ? DIMMED : "ff"}`,
  };
}

function palette(colours: readonly string[]): Float32Array {
  const all = new Float32Array(3 * COLOURS);
  all.set(colours.slice(0, COLOURS).flatMap(shares));
  return all;
}

/** Returns red, green and blue in [0, 1] of "#5643cf" or "rgb(86, 67, 207)". */
export function shares(colour: string): [number, number, number] {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((place) => Number.parseInt(colour.slice(place, place + 2), 16))
    : (colour.match(/[0-9.]+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = parts;
  return [red / 255, green / 255, blue / 255];
}
