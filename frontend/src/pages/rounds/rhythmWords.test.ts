import { expect, test } from "vitest";
import { cronOf, rhythmOf } from "@/lib/cron";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { rhythmWords } from "./rhythmWords";

function said(rule: string, texts: typeof ko | typeof en): string | null {
  const cron = cronOf(rule);
  return cron === null ? null : rhythmWords(rhythmOf(cron), texts);
}

test.each([
  ["* * * * *", "every minute", "1분마다"],
  ["*/5 * * * *", "every 5 minutes", "5분마다"],
  ["15 * * * *", "every hour, 15 minutes past", "매시 15분"],
  ["30 7 * * *", "every day at 07:30", "매일 07:30"],
  ["0 18 * * 5", "every Friday at 18:00", "매주 금요일 18:00"],
  ["0 18 * * 1-3", "every Monday, Tuesday, Wednesday at 18:00", "매주 월·화·수요일 18:00"],
  ["0 9 1,15 * *", "on day 1, 15 of each month at 09:00", "매달 1, 15일 09:00"],
  ["0 9 1 1 *", "on the times that fit the rule", "규칙에 맞는 때마다"],
])("%s is said in words", (rule, english, korean) => {
  expect(said(rule, en)).toBe(english);
  expect(said(rule, ko)).toBe(korean);
});
