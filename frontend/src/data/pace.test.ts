import { expect, test } from "vitest";
import { Pace } from "./pace";

test("a single piece of news is answered at once", () => {
  expect(new Pace().wait(0)).toBeLessThan(1_000);
});

test("news that do not end are answered less and less often, but never seldom", () => {
  const pace = new Pace();
  const waits: number[] = [];
  let now = 0;
  for (let piece = 0; piece < 50; piece += 1) {
    const wait = pace.wait(now);
    waits.push(wait);
    now += wait + 1;
  }
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(waits.at(-1)).toBe(8_000);
});

test("after a quiet while news are answered at once again", () => {
  const pace = new Pace();
  for (let now = 0; now < 100_000; now += 1_000) pace.wait(now);
  expect(pace.wait(200_000)).toBeLessThan(1_000);
});
