import { useEffect, useRef, useState } from "react";
import type { ReviewStateOut } from "@/client/types.gen";
import { isReached } from "./goal";

/** Says whether the goal was reached just now, by who sits here; and ends the celebration. */
export function useCelebration(state: ReviewStateOut | undefined): [boolean, () => void] {
  const [celebrates, setCelebrates] = useState(false);
  const before = useRef<boolean | null>(null);
  useEffect(() => {
    if (state === undefined) return;
    const reached = isReached(state);
    if (before.current === false && reached) setCelebrates(true);
    if (!reached) setCelebrates(false); // it was undone
    before.current = reached;
  }, [state]);
  return [celebrates, () => setCelebrates(false)];
}
