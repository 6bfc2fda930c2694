import { expect, test } from "vitest";
import { clockOf, daysOf, secondsLeft } from "./countdown";

const NOON = Date.parse("2026-05-17T12:00:00Z");

test.each([
  ["2026-05-17T12:00:01Z", 1],
  ["2026-05-17T12:00:00.200Z", 1], // it ends at the time, not before
  ["2026-05-17T12:10:00Z", 600],
  ["2026-05-17T14:00:00+02:00", 0],
  ["2026-05-17T11:00:00Z", 0],
  ["whenever", 0],
])("until %s there are %i seconds left", (closes, left) => {
  expect(secondsLeft(closes, NOON)).toBe(left);
});

test.each([
  [0, 0, "0:00"],
  [9, 0, "0:09"],
  [249, 0, "4:09"],
  [3_600, 0, "1:00:00"],
  [47_049, 0, "13:04:09"],
  [86_400, 1, "0:00"],
  [3 * 86_400 + 7_261, 3, "2:01:01"],
])("%i seconds are %i days and %s", (seconds, days, clock) => {
  expect(daysOf(seconds)).toBe(days);
  expect(clockOf(seconds)).toBe(clock);
});
