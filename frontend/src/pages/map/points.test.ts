import { describe, expect, it } from "vitest";
import { extentOf, nearestTo, towards } from "./points";

const CROSS = [
  { x: 0, y: 0 },
  { x: 2, y: 0 },
  { x: -3, y: 1 },
  { x: 0, y: 4 },
  { x: 1, y: -5 },
];

describe("the map", () => {
  it("shows all points, with a unit as wide as it is high", () => {
    const { x, y } = extentOf(CROSS, 800, 400);
    expect((x[1] - x[0]) / 800).toBeCloseTo((y[1] - y[0]) / 400);
    for (const point of CROSS) {
      expect(point.x).toBeGreaterThan(x[0]);
      expect(point.x).toBeLessThan(x[1]);
      expect(point.y).toBeGreaterThan(y[0]);
      expect(point.y).toBeLessThan(y[1]);
    }
  });

  it("bears a single point, or none", () => {
    const { x } = extentOf([{ x: 7, y: 7 }], 100, 100);
    expect(x[0]).toBeLessThan(7);
    expect(x[1]).toBeGreaterThan(7);
    expect(extentOf([], 100, 100).x[1]).toBeGreaterThan(0);
  });

  it("finds the dot that is pointed at, if one is near enough", () => {
    const projection = { at: { x: 100, y: 100 }, per: { x: 10, y: -10 } };
    expect(nearestTo(CROSS, projection, { x: 121, y: 99 }, 14)).toBe(1);
    expect(nearestTo(CROSS, projection, { x: 100, y: 62 }, 14)).toBe(3);
    expect(nearestTo(CROSS, projection, { x: 300, y: 300 }, 14)).toBe(-1);
  });

  it("goes from dot to dot with the arrows, and stays where there is none", () => {
    expect(towards(CROSS, 0, "right")).toBe(1);
    expect(towards(CROSS, 0, "left")).toBe(2);
    expect(towards(CROSS, 0, "up")).toBe(3);
    expect(towards(CROSS, 0, "down")).toBe(4);
    expect(towards(CROSS, 1, "right")).toBe(1);
    expect(towards(CROSS, -1, "right")).toBe(0);
    expect(towards([], -1, "left")).toBe(-1);
  });
});
