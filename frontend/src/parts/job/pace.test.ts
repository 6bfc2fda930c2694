import { describe, expect, it } from "vitest";
import { type Beginning, isOther, pace, secondsLeft, spoken } from "./pace";

const BEGUN: Beginning = { job: "j1", stage: "analyse", done: 100, at: 10_000 };

describe("the pace of a stage", () => {
  it("is measured from what was seen first, not from the start of the job", () => {
    expect(pace(BEGUN, 140, 20_000)).toBe(4);
  });

  it("is not told before some seconds have passed, or when nothing was done", () => {
    expect(pace(BEGUN, 140, 12_000)).toBeNull();
    expect(pace(BEGUN, 100, 60_000)).toBeNull();
  });

  it("tells the time left only where the total is known and something is left", () => {
    const progress = { stage: "analyse", done: 140, faces: 0, failed: 0 };
    expect(secondsLeft({ ...progress, total: 180 }, 4)).toBe(10);
    expect(secondsLeft({ ...progress, total: null }, 4)).toBeNull();
    expect(secondsLeft({ ...progress, total: 140 }, 4)).toBeNull();
    expect(secondsLeft({ ...progress, total: 180 }, null)).toBeNull();
  });

  it("is said by the minute where it goes slowly", () => {
    expect(spoken(4)).toEqual({ n: 4, per: "second" });
    expect(spoken(0.25)).toEqual({ n: 15, per: "minute" });
  });

  it("begins anew with another stage or another job", () => {
    expect(isOther(BEGUN, "j1", "analyse")).toBe(false);
    expect(isOther(BEGUN, "j1", "group")).toBe(true);
    expect(isOther(BEGUN, "j2", "analyse")).toBe(true);
    expect(isOther(null, "j1", "analyse")).toBe(true);
  });
});
