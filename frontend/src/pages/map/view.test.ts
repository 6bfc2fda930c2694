import { describe, expect, it } from "vitest";
import { showing, WHOLE, zoomed } from "./view";

const EXTENT = { x: [0, 10], y: [0, 10] } as const;

describe("what of the map is on screen", () => {
  it("gets closer around its middle, and never further than the whole", () => {
    expect(zoomed(WHOLE, 0.5)).toEqual({ x: [25, 75], y: [25, 75] });
    expect(zoomed(zoomed(WHOLE, 0.5), 4)).toEqual(WHOLE);
    const closest = zoomed(WHOLE, 0.0001);
    expect(closest.x[1] - closest.x[0]).toBeCloseTo(2);
  });

  it("stays where it is as long as a dot is in sight", () => {
    const view = zoomed(WHOLE, 0.5);
    expect(showing(view, EXTENT, { x: 5, y: 5 })).toBe(view);
  });

  it("follows a dot that is out of sight, without leaving the map", () => {
    const view = zoomed(WHOLE, 0.5);
    expect(showing(view, EXTENT, { x: 9.9, y: 5 })).toEqual({ x: [50, 100], y: [25, 75] });
    expect(showing(view, EXTENT, { x: 2, y: 5 })).toEqual({ x: [0, 50], y: [25, 75] });
  });
});
