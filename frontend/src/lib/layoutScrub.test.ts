import { describe, expect, it } from "vitest";
import { justify } from "./layout";
import { marksOf, reach, scrubbed } from "./layoutScrub";
import { shapesOf } from "./layoutShapes";

const MONTHS = ["2024-03", "2024-01", "2023-07", "2023-02", "2022-12", null];
const CHUNKS = MONTHS.map((month, k) => ({
  month,
  cursor: k === 0 ? null : `c${k}`,
  ratios: btoa(String.fromCharCode(128).repeat(40)),
}));
const FRAME = { width: 500, row: 100, gap: 0, heading: 40, after: 10 };
const LAYOUT = justify(shapesOf(CHUNKS), FRAME);

describe("the scrubber", () => {
  it("names each year once, where its photos begin", () => {
    const marks = marksOf(LAYOUT, 600, 400);
    expect(marks.map(({ year }) => year)).toEqual(["2024", "2023", "2022"]);
    const top = LAYOUT.sections[2]?.top ?? Number.NaN;
    expect(marks[1]?.at).toBeCloseTo((top / reach(LAYOUT, 400)) * 600);
  });

  it("leaves years out that would overlap", () => {
    expect(marksOf(LAYOUT, 19, 400).map(({ year }) => year)).toEqual(["2024"]);
  });

  it("goes by months and by years, and no further than the ends", () => {
    expect(scrubbed(LAYOUT, 0, "ArrowDown")).toBe(1);
    expect(scrubbed(LAYOUT, 0, "ArrowUp")).toBe(0);
    expect(scrubbed(LAYOUT, 0, "PageDown")).toBe(2);
    expect(scrubbed(LAYOUT, 3, "PageUp")).toBe(1);
    expect(scrubbed(LAYOUT, 5, "PageDown")).toBe(5);
    expect(scrubbed(LAYOUT, 2, "Home")).toBe(0);
    expect(scrubbed(LAYOUT, 2, "End")).toBe(5);
    expect(scrubbed(LAYOUT, 2, "x")).toBeNull();
  });
});
