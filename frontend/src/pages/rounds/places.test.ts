import { expect, test } from "vitest";
import type { Standing } from "@/data/game";
import { placesOf } from "./places";

function standing(entry: string, points: number, wins: number): Standing {
  return { entry, name: entry, face: "f0", rounds: 3, wins, points, best: 0.5 };
}

test("equal ones share a place, and the next one is left out", () => {
  const given = [
    standing("a", 9, 1),
    standing("b", 7, 1),
    standing("c", 7, 1),
    standing("d", 7, 0),
  ];
  expect(placesOf(given).map(({ place }) => place)).toEqual([1, 2, 2, 4]);
});
