import { rgbaToThumbHash } from "thumbhash";
import { describe, expect, it } from "vitest";
import { averageColour, blurred } from "./blur";

function hashOf(red: number, green: number, blue: number): string {
  const pixels = Array.from({ length: 64 }, () => [red, green, blue, 255]).flat();
  return btoa(String.fromCharCode(...rgbaToThumbHash(8, 8, pixels)));
}

describe("the placeholder of a photo", () => {
  it("has the photo's average colour", () => {
    const colours: [number, number, number][] = [
      [200, 40, 40],
      [30, 120, 220],
      [128, 128, 128],
    ];
    for (const colour of colours) {
      const shown =
        averageColour(hashOf(...colour))
          .match(/\d+/g)
          ?.map(Number) ?? [];
      colour.forEach((value, k) => {
        expect(Math.abs((shown[k] ?? 999) - value)).toBeLessThan(16);
      });
    }
  });

  it("is an image without an address of its own", () => {
    expect(blurred(hashOf(10, 200, 90))).toMatch(/^data:image\/png;base64,/);
  });
});
