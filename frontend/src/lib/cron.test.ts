import { expect, test } from "vitest";
import { cronOf, nextOf, rhythmOf } from "./cron";
import { here } from "./here";

const SUNDAY = new Date("2026-05-17T12:00:30"); // here, as rules are meant

function next(rule: string, now = SUNDAY): string | undefined {
  const cron = cronOf(rule);
  const time = cron === null ? null : nextOf(cron, now);
  return time === null ? undefined : here(time.toISOString()).slice(0, 16);
}

test.each([
  ["0 18 * * 5", "2026-05-22T18:00"],
  ["0 18 * * fri", "2026-05-22T18:00"],
  ["0 12 * * *", "2026-05-18T12:00"], // this minute has begun
  ["1 12 * * *", "2026-05-17T12:01"],
  ["*/15 * * * *", "2026-05-17T12:15"],
  ["0 9-17/4 * * mon-fri", "2026-05-18T09:00"],
  ["30 7 1 * *", "2026-06-01T07:30"],
  ["0 0 29 2 *", "2028-02-29T00:00"],
  ["0 0 13 * 5", "2026-05-22T00:00"], // the 13th, or a Friday
  ["0 0 * jan,dec 7", "2026-12-06T00:00"],
])("%s is next at %s", (rule, expected) => {
  expect(next(rule)).toBe(expected);
});

test("a rule may fit no day at all", () => {
  expect(next("0 0 30 2 *")).toBeUndefined();
  expect(cronOf("0 0 30 2 *")).not.toBeNull();
});

test.each([
  "",
  "0 18 * *",
  "0 18 * * 5 2026",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "a * * * *",
])("%s is no rule", (rule) => {
  expect(cronOf(rule)).toBeNull();
});

test.each(["*/0 * * * *", "5-1 * * * *", "1,, * * * *", "* * * 13 *", "* * * * 8", "<b> * * * *"])(
  "%s is no rule either",
  (rule) => {
    expect(cronOf(rule)).toBeNull();
  },
);

test.each([
  ["* * * * *", { kind: "minutely", minutes: 1 }],
  ["*/15 * * * *", { kind: "minutely", minutes: 15 }],
  ["5 * * * *", { kind: "hourly", minute: 5 }],
  ["30 7 * * *", { kind: "daily", time: "07:30" }],
  ["0 18 * * 5,1", { kind: "weekly", weekdays: [1, 5], time: "18:00" }],
  ["0 9 1,15 * *", { kind: "monthly", days: [1, 15], time: "09:00" }],
  ["0 9 1 1 *", { kind: "other" }],
  ["0 9,17 * * *", { kind: "other" }],
  ["0 0 13 * 5", { kind: "other" }],
  ["3,10 * * * *", { kind: "other" }],
])("%s has the rhythm %o", (rule, rhythm) => {
  const cron = cronOf(rule);
  expect(cron === null ? null : rhythmOf(cron)).toEqual(rhythm);
});
