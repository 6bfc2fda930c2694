import { describe, expect, it } from "vitest";
import type { StrictnessOut } from "@/client/types.gen";
import { barsOf, movedTo, placeNow } from "./strictness";

function strictness(
  steps: number,
  people: number,
  more: Partial<StrictnessOut> = {},
): StrictnessOut {
  return { strictness: steps, people, unassigned: 0, chosen: false, now: false, ...more };
}

describe("strictnesses to choose from", () => {
  it("stand in their order, each as high as it makes people", () => {
    const bars = barsOf([strictness(1, 40), strictness(-1, 10), strictness(0, 20)]);
    expect(bars.map((bar) => [bar.strictness, bar.height])).toEqual([
      [-1, 0.25],
      [0, 0.5],
      [1, 1],
    ]);
  });

  it("hang as deep as they leave faces with nobody", () => {
    const bars = barsOf([
      strictness(0, 20, { unassigned: 30 }),
      strictness(1, 10, { unassigned: 60 }),
    ]);
    expect(bars.map((bar) => bar.depth)).toEqual([0.5, 1]);
    expect(barsOf([strictness(0, 0)])[0]).toMatchObject({ height: 0, depth: 0 });
  });

  it("begin at the one that holds", () => {
    const bars = barsOf([strictness(0, 20, { chosen: true }), strictness(2, 40, { now: true })]);
    expect(placeNow(bars)).toBe(1);
  });

  it("begin at the one that was chosen where none of them holds any more", () => {
    const bars = barsOf([strictness(-1, 10), strictness(0, 20, { chosen: true })]);
    expect(placeNow(bars)).toBe(1);
    expect(placeNow([])).toBe(0);
  });

  it("hold at once where one of them is chosen", () => {
    const list = [strictness(0, 20, { now: true }), strictness(1, 10)];
    const moved = movedTo("listStrictnesses", list, 1) as StrictnessOut[];
    expect(moved.map((one) => one.now)).toEqual([false, true]);
  });

  it("leave other answers as they are", () => {
    const people = [{ person: "p1" }];
    expect(movedTo("listPeople", people, 1)).toBe(people);
    const counted = { faces: 2, people: 1, unassigned: 0, edit: null };
    expect(movedTo("listStrictnesses", counted, 1)).toBe(counted);
  });
});
