import type { DetectionOut } from "@/client/types.gen";
import type { Preferences } from "@/data/preferences";

/** What a letter on a box says: as the server draws it (`likeness.imaging.draw`). */
export type Letter = "M" | "W" | "L" | "S" | "U";

export const LETTERS: readonly Letter[] = ["M", "W", "L", "S", "U"];

/** How the outline of a box is drawn: says the same as its colour. */
export type Line = "solid" | "double" | "dashed" | "dotted";

/** How a face is drawn. */
export interface Look {
  readonly letter: Letter;
  /** As "#rrggbb". */
  readonly colour: string;
  readonly line: Line;
}

/** Letters on the plates: near black, on every colour below. */
export const INK = "#101216";

/** As in pictures that the server draws. */
const COLOURS: Readonly<Record<Letter, string>> = {
  M: "#4ade6c",
  W: "#ff80bf",
  L: "#ff5c50",
  S: "#cdd2d8",
  U: "#cdd2d8",
};

/**
 * Sky blue, yellow, vermillion of Okabe and Ito ("Color Universal Design", 2008), which people who
 * see red and green alike tell apart, and the grey from above.
 */
const COLOUR_BLIND: Readonly<Record<Letter, string>> = {
  M: "#56b4e9",
  W: "#f0e442",
  L: "#d55e00",
  S: "#cdd2d8",
  U: "#cdd2d8",
};

const NEUTRAL = "#f4f5f7";

const LINES: Readonly<Record<Letter, Line>> = {
  M: "solid",
  W: "double",
  L: "dashed",
  S: "dotted",
  U: "dotted",
};

/** Returns the colour of a letter in one of the palettes. */
export function colourOf(letter: Letter, boxes: Preferences["boxes"]): string {
  if (boxes === "off") return NEUTRAL;
  return (boxes === "colour-blind" ? COLOUR_BLIND : COLOURS)[letter];
}

/** Returns how a letter is drawn. */
export function lookOf(letter: Letter, boxes: Preferences["boxes"]): Look {
  return { letter, colour: colourOf(letter, boxes), line: LINES[letter] };
}

/** Returns how a face is drawn: in the server's own colour where the usual ones are wanted. */
export function lookOfFace(
  face: Pick<DetectionOut, "letter" | "colour" | "dashed">,
  boxes: Preferences["boxes"],
): Look {
  const letter = LETTERS.find((known) => known === face.letter) ?? "U";
  return {
    letter,
    colour: boxes === "colour" ? face.colour : colourOf(letter, boxes),
    line: face.dashed ? "dashed" : LINES[letter],
  };
}
