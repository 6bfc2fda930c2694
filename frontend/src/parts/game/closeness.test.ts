import { expect, test } from "vitest";
import { closenessOf, likenessWords, rangeOf, shareOf } from "./closeness";

const RANGE = { least: 0.2, most: 0.6 };

test.each([
  [1, 0.6, "winner"],
  [2, 0.56, "level"],
  [3, 0.42, "close"],
  [4, 0.3, "middle"],
  [5, 0.2, "far"],
])("place %i with a likeness of %d is %s", (place, similarity, said) => {
  expect(closenessOf(place, similarity, RANGE)).toBe(said);
});

test("bars reach from the farthest face of a board to the closest", () => {
  const range = rangeOf([{ similarity: 0.4 }, { similarity: 0.6 }, { similarity: -0.2 }]);
  expect(range).toEqual({ least: -0.2, most: 0.6 });
  expect(shareOf(0.6, range)).toBe(1);
  expect(shareOf(0.2, range)).toBeCloseTo(0.5);
  expect(shareOf(-0.2, range)).toBe(0);
});

test("where all are equally close, all bars are full", () => {
  expect(shareOf(0.6, rangeOf([{ similarity: 0.6 }]))).toBe(1);
});

test.each([
  [0.94, "0.940"],
  [0.73126, "0.731"],
  [-0.0001, "0.000"],
  [-0.25, "-0.250"],
])("a likeness of %d is written %s", (similarity, written) => {
  expect(likenessWords(similarity)).toBe(written);
});
