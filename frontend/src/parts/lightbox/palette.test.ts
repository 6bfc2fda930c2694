import { describe, expect, it } from "vitest";
import type { Preferences } from "@/data/preferences";
import { colourOf, INK, LETTERS, type Letter, lookOf, lookOfFace } from "./palette";

type Linear = readonly [number, number, number];

const PALETTES: readonly Preferences["boxes"][] = ["colour", "colour-blind", "off"];
const STAGE = "#0d0d10";
/** Full protanopia and deuteranopia on linear sRGB: Machado, Oliveira and Fernandes, 2009. */
const SEEN_BY = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

function linear(colour: string): Linear {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([r, g, b]: Linear): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** As WCAG 2.2 has it, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(linear(one)), luminance(linear(other))].toSorted(
    (a, b) => a - b,
  );
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Euclidean distance in OKLab (Ottosson, 2020): 0.02 is just seen. */
function difference(one: Linear, other: Linear): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function oklab([r, g, b]: Linear): Linear {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function seenBy(kind: keyof typeof SEEN_BY, colour: string): Linear {
  const [r, g, b] = linear(colour);
  const [x, y, z] = SEEN_BY[kind].map((row) =>
    Math.min(Math.max(row[0] * r + row[1] * g + row[2] * b, 0), 1),
  );
  return [x ?? 0, y ?? 0, z ?? 0];
}

describe.each(PALETTES)("the palette %s", (boxes) => {
  it.each(LETTERS)("has a plate on which the letter %s can be read", (letter) => {
    expect(contrast(colourOf(letter, boxes), INK)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(LETTERS)("has a line for %s that stands out from the stage and its halo", (letter) => {
    expect(contrast(colourOf(letter, boxes), STAGE)).toBeGreaterThanOrEqual(3);
  });
});

describe("the colour-blind palette", () => {
  const different: readonly [Letter, Letter][] = [
    ["M", "W"],
    ["M", "L"],
    ["W", "L"],
    ["M", "U"],
    ["W", "U"],
    ["L", "U"],
  ];

  it.each(different)("keeps %s and %s apart for who sees red and green alike", (one, other) => {
    for (const kind of ["protanopia", "deuteranopia"] as const) {
      const apart = difference(
        seenBy(kind, colourOf(one, "colour-blind")),
        seenBy(kind, colourOf(other, "colour-blind")),
      );
      expect(apart).toBeGreaterThan(0.1);
    }
  });
});

describe("without colours", () => {
  it("letters and lines still say it", () => {
    expect(new Set(LETTERS.map((letter) => lookOf(letter, "off").colour)).size).toBe(1);
    const lines = LETTERS.slice(0, 4).map((letter) => lookOf(letter, "off").line);
    expect(new Set(lines).size).toBe(4);
  });
});

describe("a face", () => {
  const face = { letter: "W", colour: "#abcdef", dashed: false };

  it("has the colour that the server draws it in, unless another palette is wanted", () => {
    expect(lookOfFace(face, "colour").colour).toBe("#abcdef");
    expect(lookOfFace(face, "colour-blind").colour).toBe(colourOf("W", "colour-blind"));
  });

  it("is dashed where the server says so, and unknown where its letter is", () => {
    expect(lookOfFace({ ...face, dashed: true }, "colour").line).toBe("dashed");
    expect(lookOfFace({ ...face, letter: "Q" }, "off").letter).toBe("U");
  });
});
