import { describe, expect, it } from "vitest";
import type { ReviewStateOut } from "@/client/types.gen";
import { goingOf, isReached, oneLess, shareNamed } from "./goal";

const STATE: ReviewStateOut = {
  named: 114,
  counted: 311,
  alone: 80,
  questions: 131,
  until: 0.95,
  left: 46,
};

describe("the goal", () => {
  it("says how many questions are left", () => {
    expect(goingOf(STATE)).toEqual({ say: "left", questions: 46 });
    expect(shareNamed(STATE)).toBeCloseTo(0.3666, 3);
  });

  it("never says that no question is left while it is not reached", () => {
    expect(goingOf({ ...STATE, left: 0 })).toEqual({ say: "left", questions: 1 });
  });

  it("is reached at the share, not before", () => {
    expect(isReached({ ...STATE, named: 296 })).toBe(true);
    expect(isReached({ ...STATE, named: 295 })).toBe(false);
    expect(goingOf({ ...STATE, named: 300, left: 0 })).toEqual({ say: "reached" });
  });

  it("asks for no question that there is not", () => {
    expect(goingOf({ ...STATE, left: 0, questions: 0 })).toEqual({
      say: "out of reach",
      questions: 0,
    });
  });

  it("says nothing of an empty library", () => {
    const empty = { named: 0, counted: 0, alone: 0, questions: 0, until: 0.95, left: 0 };
    expect(goingOf(empty)).toEqual({ say: "nothing" });
  });

  it("is not reached where there are no faces at all", () => {
    expect(isReached({ ...STATE, named: 0, counted: 0 })).toBe(false);
  });

  it("may be out of reach", () => {
    expect(goingOf({ ...STATE, left: null })).toEqual({ say: "out of reach", questions: 131 });
  });

  it("comes one question nearer with every answer, and not below none", () => {
    expect(oneLess(STATE)).toMatchObject({ questions: 130, left: 45, named: 114 });
    expect(oneLess({ ...STATE, questions: 0, left: null })).toMatchObject({
      questions: 0,
      left: null,
    });
  });
});
