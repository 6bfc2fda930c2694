import { expect, test } from "vitest";
import { sideBySide, stepsOf } from "./podium";

const places = (...given: number[]) => given.map((place, n) => ({ place, entry: `q${n}` }));

test("a podium has the first three places, best first", () => {
  const steps = stepsOf(places(2, 1, 3, 4, 5));
  expect(steps.map(({ place, entries }) => [place, entries.length])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

test("equal ones share a step, and the place after them is left out", () => {
  const steps = stepsOf(places(1, 1, 3));
  expect(steps.map(({ place }) => place)).toEqual([1, 3]);
  expect(steps[0]?.entries.map(({ entry }) => entry)).toEqual(["q0", "q1"]);
});

test("the best stands in the middle", () => {
  expect(sideBySide(["gold", "silver", "bronze"])).toEqual(["silver", "gold", "bronze"]);
  expect(sideBySide(["gold", "silver"])).toEqual(["silver", "gold"]);
  expect(sideBySide(["gold"])).toEqual(["gold"]);
  expect(sideBySide([])).toEqual([]);
});
