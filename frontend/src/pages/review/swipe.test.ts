import { describe, expect, it } from "vitest";
import { clarityOf, FAR, isSideways, sideOf, tiltOf } from "./swipe";

describe("a swipe", () => {
  it("answers only when it went far enough", () => {
    expect(sideOf({ x: FAR, y: 0 })).toBe("right");
    expect(sideOf({ x: -FAR, y: 20 })).toBe("left");
    expect(sideOf({ x: FAR - 1, y: 0 })).toBeNull();
  });

  it("is no answer when it goes up or down", () => {
    expect(sideOf({ x: FAR, y: FAR + 30 })).toBeNull();
    expect(isSideways({ x: 20, y: 40 })).toBe(false);
    expect(isSideways({ x: 4, y: 0 })).toBe(false);
    expect(isSideways({ x: -30, y: 10 })).toBe(true);
  });

  it("leans with the thumb, but never falls over", () => {
    expect(tiltOf({ x: 0, y: 0 })).toBe(0);
    expect(tiltOf({ x: 40, y: 0 })).toBeGreaterThan(0);
    expect(tiltOf({ x: -5_000, y: 0 })).toBe(-8);
    expect(clarityOf({ x: -5_000, y: 0 })).toBe(1);
  });
});
