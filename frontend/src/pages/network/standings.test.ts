import { expect, test } from "vitest";
import { endsOf, standingsOf } from "./standings";

/** As many as wanted, each less close to the average than the one before. */
function many(size: number) {
  return standingsOf(Array.from({ length: size }, (_, index) => 1 - index / 1_000));
}

test("the closest to the average come first, and whoever is unknown is left out", () => {
  expect(standingsOf([0.31, null, 0.72, -0.1])).toEqual([
    { node: 2, similarity: 0.72, place: 1 },
    { node: 0, similarity: 0.31, place: 2 },
    { node: 3, similarity: -0.1, place: 3 },
  ]);
  expect(standingsOf([null, null])).toEqual([]);
});

test("those who are equally close share a place, in the order of their indices", () => {
  const standings = standingsOf([0.2, 0.5, 0.9, 0.5]);

  expect(standings.map(({ node, place }) => [node, place])).toEqual([
    [2, 1],
    [1, 2],
    [3, 2],
    [0, 4],
  ]);
});

test("twenty are the closest, and five the farthest, these from the last on", () => {
  const { closest, farthest } = endsOf(many(100));

  expect(closest.map(({ place }) => place)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(farthest.map(({ place }) => place)).toEqual([100, 99, 98, 97, 96]);
});

test.each([
  [0, 0, 0],
  [1, 1, 0],
  [2, 2, 0],
  [4, 3, 1],
  [9, 3, 3],
  [24, 8, 5],
])("of %i nobody is at both ends", (size, near, far) => {
  const { closest, farthest } = endsOf(many(size));

  expect([closest.length, farthest.length]).toEqual([near, far]);
  expect(new Set([...closest, ...farthest].map(({ node }) => node)).size).toBe(near + far);
});
