import { useCallback } from "react";
import { cronOf, rhythmOf } from "@/lib/cron";
import { useText } from "@/text";
import { rhythmWords } from "./rhythmWords";

/** Returns what says a rule such as "0 18 * * 5" in words; "" where it is none. */
export function useRuleWords(): (rule: string) => string {
  const text = useText();
  return useCallback(
    (rule) => {
      const cron = cronOf(rule);
      return cron === null ? "" : rhythmWords(rhythmOf(cron), text);
    },
    [text],
  );
}
