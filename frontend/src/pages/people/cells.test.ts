import { describe, expect, it } from "vitest";
import { cellsFor, gapFor, placeAfter } from "./cells";

describe("portraits in columns", () => {
  it("fill the width, whatever it is", () => {
    for (const room of [320, 358, 700, 1168, 2400]) {
      const { columns, width } = cellsFor(room);
      expect(columns * width + (columns - 1) * gapFor(room)).toBeCloseTo(room, 6);
    }
  });

  it("are three on a phone, and never fewer than two", () => {
    expect(cellsFor(358).columns).toBe(3);
    expect(cellsFor(120).columns).toBe(2);
  });
});

describe("keys among portraits", () => {
  const go = (key: string, from: number): number => placeAfter(key, from, 4, 10);

  it("lead to the neighbours", () => {
    expect([go("ArrowRight", 2), go("ArrowLeft", 2)]).toEqual([3, 1]);
    expect([go("ArrowDown", 1), go("ArrowUp", 6)]).toEqual([5, 2]);
    expect([go("Home", 7), go("End", 0)]).toEqual([0, 9]);
  });

  it("stay where there is nobody", () => {
    expect([go("ArrowLeft", 0), go("ArrowUp", 3), go("ArrowRight", 9)]).toEqual([0, 3, 9]);
    expect([go("ArrowDown", 9), go("x", 5)]).toEqual([9, 5]);
  });

  it("lead down to the end of a last row that is not full", () => {
    expect(go("ArrowDown", 7)).toBe(9);
  });
});
