import { describe, expect, it } from "vitest";
import { dots, hundred } from "./dots";

function counted(low: number, value: number, high: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const dot of dots(low, value, high)) counts[dot] = (counts[dot] ?? 0) + 1;
  return counts;
}

describe("a hundred dots", () => {
  it("are full up to the low end, and lighter up to the high one", () => {
    expect(counted(0.765, 0.899, 0.992)).toEqual({ sure: 77, likely: 13, possible: 9, not: 1 });
  });

  it("are a hundred, whatever they show", () => {
    expect(counted(0, 0, 0)).toEqual({ not: 100 });
    expect(counted(1, 1, 1)).toEqual({ sure: 100 });
  });
});

describe("a share of a hundred", () => {
  it("is rounded, but never up to certainty", () => {
    expect(hundred(0.946)).toBe(95);
    expect(hundred(0.9999)).toBe(99);
    expect(hundred(1)).toBe(100);
  });
});
