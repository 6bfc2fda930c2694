import { expect, test } from "vitest";
import type { Podium } from "@/data/game";
import { scenesOf, upTo } from "./reveal";

function board(average: boolean, ...places: number[]): Podium {
  return {
    board: "all",
    members: places.length,
    average,
    podium: places.map((place, n) => ({
      entry: `q${n}`,
      nickname: `N${n}`,
      place,
      similarity: 0.5,
    })),
  };
}

test("first the average, then the third, the second and the first, who stays", () => {
  const scenes = scenesOf(board(true, 1, 2, 3), false);
  expect(scenes.map(({ kind }) => kind)).toEqual([
    ...["blend", "sharpen", "sharp"],
    ...["place", "place", "place"],
  ]);
  expect(scenes.map(upTo)).toEqual([4, 4, 4, 3, 2, 1]);
  expect(scenes.at(-1)?.milliseconds).toBeNull();
  expect(scenes[0]?.milliseconds).toBeNull(); // as long as the picture takes
  expect(scenesOf(board(true, 1), true)[0]?.milliseconds).toBeGreaterThan(0);
});

test("places that nobody has are not waited for", () => {
  expect(scenesOf(board(true, 1, 1, 3), true).map(upTo)).toEqual([4, 4, 4, 3, 1]);
  expect(scenesOf(board(false, 1), false).map(upTo)).toEqual([1]);
});

test("without anybody there is nothing to reveal", () => {
  expect(scenesOf(board(false), false).map(({ kind }) => kind)).toEqual(["nobody"]);
  expect(scenesOf(undefined, false).map(({ kind }) => kind)).toEqual(["nobody"]);
});
