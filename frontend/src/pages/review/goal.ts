import type { ReviewStateOut } from "@/client/types.gen";

/** Returns which share of the faces has a name, [0, 1]; all where there is none. */
export function shareNamed(state: ReviewStateOut): number {
  return state.counted === 0 ? 1 : state.named / state.counted;
}

export function isReached(state: ReviewStateOut): boolean {
  return state.counted > 0 && shareNamed(state) >= state.until;
}

/** What stands above the bar: what is missing, in words. */
export type Going =
  | { say: "left"; questions: number }
  | { say: "nothing" }
  | { say: "reached" }
  | { say: "out of reach"; questions: number };

/** Returns how far it is to the goal; nothing where no face could have a name. */
export function goingOf(state: ReviewStateOut): Going {
  if (state.counted === 0) return { say: "nothing" };
  if (isReached(state)) return { say: "reached" };
  // Its estimate may be met before its goal is: while questions are left, at least one of them is.
  if (state.left === null || state.questions === 0) {
    return { say: "out of reach", questions: state.questions };
  }
  return { say: "left", questions: Math.max(state.left, 1) };
}

/** Returns the state as it will be when one more question is answered. */
export function oneLess(state: ReviewStateOut): ReviewStateOut {
  return {
    ...state,
    questions: Math.max(state.questions - 1, 0),
    left: state.left === null ? null : Math.max(state.left - 1, 0),
  };
}
