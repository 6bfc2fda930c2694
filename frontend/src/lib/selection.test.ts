import { describe, expect, it } from "vitest";
import {
  changed,
  countByMonth,
  countOf,
  EVERYTHING,
  isChosen,
  NOTHING,
  ofMonth,
} from "./selection";

const MAY = { photo: "a", taken: "2024-05-17T14:03:22+02:00" };
const JUNE = { photo: "b", taken: "2024-06-01" };
const UNDATED = { photo: "c", taken: null };

describe("what is chosen", () => {
  it("is what somebody put in and did not take out", () => {
    const chosen = changed(changed(NOTHING, [MAY, JUNE], true), [MAY], false);
    expect(isChosen(chosen, "a")).toBe(false);
    expect(isChosen(chosen, "b")).toBe(true);
    expect(countOf(chosen, 100)).toBe(1);
  });

  it("counts a photo once that is put in twice", () => {
    expect(countOf(changed(changed(NOTHING, [MAY], true), [MAY], true), 100)).toBe(1);
  });

  it("can be everything but a few", () => {
    const chosen = changed(EVERYTHING, [JUNE, UNDATED], false);
    expect(isChosen(chosen, "a")).toBe(true);
    expect(isChosen(chosen, "b")).toBe(false);
    expect(countOf(chosen, 100)).toBe(98);
    expect(countOf(changed(chosen, [JUNE], true), 100)).toBe(99);
  });

  it("knows whether a month is in it whole", () => {
    const chosen = changed(NOTHING, [MAY, UNDATED], true);
    const counts = countByMonth(chosen);
    expect(ofMonth(chosen, counts.get("2024-05") ?? 0, 1)).toBe("all");
    expect(ofMonth(chosen, counts.get("2024-05") ?? 0, 2)).toBe("some");
    expect(ofMonth(chosen, counts.get("2024-06") ?? 0, 2)).toBe("none");
    expect(counts.get("2024")).toBe(1);
    expect(ofMonth(chosen, counts.get(null) ?? 0, 1)).toBe("all");
    expect(ofMonth(EVERYTHING, 0, 7)).toBe("all");
    expect(ofMonth(EVERYTHING, 7, 7)).toBe("none");
  });

  it("leaves what it was made of as it is", () => {
    changed(NOTHING, [MAY], true);
    expect(countOf(NOTHING, 5)).toBe(0);
  });
});
