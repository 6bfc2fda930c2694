import { describe, expect, it } from "vitest";
import { justify, rowOf } from "./layout";
import { isMove, moved } from "./layoutMoves";
import { shapesOf } from "./layoutShapes";

const SQUARES = (n: number): string => btoa(String.fromCharCode(128).repeat(n));
const SHAPES = shapesOf([
  { month: "2024-05", cursor: null, ratios: SQUARES(11) },
  { month: "2024-04", cursor: "c", ratios: SQUARES(3) },
]);
// Five squares of 96 fill a row: 5 + 5 + 1, then 3.
const LAYOUT = justify(SHAPES, { width: 496, row: 96, gap: 4, heading: 40, after: 10 });

describe("keys in the grid", () => {
  it("lead to the photos beside, through the ends of rows and months", () => {
    expect(moved(LAYOUT, SHAPES, 4, "ArrowRight", 500)).toBe(5);
    expect(moved(LAYOUT, SHAPES, 11, "ArrowLeft", 500)).toBe(10);
  });

  it("lead to the photo that is nearest in the row above or below", () => {
    expect(moved(LAYOUT, SHAPES, 1, "ArrowDown", 500)).toBe(6);
    expect(moved(LAYOUT, SHAPES, 13, "ArrowUp", 500)).toBe(10);
    expect(rowOf(LAYOUT, moved(LAYOUT, SHAPES, 8, "ArrowDown", 500))).toBe(2);
  });

  it("stay at the ends", () => {
    expect(moved(LAYOUT, SHAPES, 0, "ArrowLeft", 500)).toBe(0);
    expect(moved(LAYOUT, SHAPES, 2, "ArrowUp", 500)).toBe(2);
    expect(moved(LAYOUT, SHAPES, 13, "ArrowRight", 500)).toBe(13);
    expect(moved(LAYOUT, SHAPES, 12, "ArrowDown", 500)).toBe(12);
  });

  it("lead to the first and the last, and on by what fits on the screen", () => {
    expect(moved(LAYOUT, SHAPES, 7, "Home", 500)).toBe(0);
    expect(moved(LAYOUT, SHAPES, 7, "End", 500)).toBe(13);
    expect(rowOf(LAYOUT, moved(LAYOUT, SHAPES, 2, "PageDown", 200))).toBe(2);
    expect(rowOf(LAYOUT, moved(LAYOUT, SHAPES, 12, "PageUp", 9_000))).toBe(0);
  });

  it("are told from other keys", () => {
    expect(isMove("ArrowUp")).toBe(true);
    expect(isMove("a")).toBe(false);
  });
});
