import { expect, test } from "vitest";
import { closingOf, EMPTY, missingIn, orderOf, type Wish } from "./wish";

const NOW = new Date("2026-05-17T12:00:00"); // a Sunday, here

const wish = (change: Partial<Wish>): Wish => ({ ...EMPTY, title: "Party", ...change });

test("a name is enough: only who joins takes part, until it is closed by hand", () => {
  expect(missingIn(EMPTY, NOW)).toBe("title");
  expect(missingIn(wish({}), NOW)).toBeNull();
  expect(orderOf(wish({ title: " Party " }), NOW)).toEqual({
    title: "Party",
    collection: null,
    everyone: false,
    groups: [],
    closes: null,
    every: null,
    season: null,
  });
});

test("what is missing is told in the order of the form", () => {
  expect(missingIn(wish({ who: "everyone", whose: "collection" }), NOW)).toBe("collection");
  expect(missingIn(wish({ repeat: "cron", rule: "soon" }), NOW)).toBe("rule");
  expect(missingIn(wish({ end: "time" }), NOW)).toBe("time");
  expect(missingIn(wish({ end: "time", time: "2026-05-17T11:59" }), NOW)).toBe("time");
  expect(missingIn(wish({ end: "time", time: "2026-05-17T12:01" }), NOW)).toBeNull();
});

test("a collection counts only where one was wanted", () => {
  const chosen = { collection: "Trip", who: "everyone" } as const;
  expect(orderOf(wish({ ...chosen, whose: "collection" }), NOW).collection).toBe("Trip");
  expect(orderOf(wish({ ...chosen, whose: "all" }), NOW).collection).toBeNull();
  const joining = wish({ ...chosen, whose: "collection", who: "joining" });
  expect(orderOf(joining, NOW).collection).toBeNull();
});

test.each([
  [{ end: "minutes" }, "2026-05-17T12:10:00"],
  [{ end: "hour" }, "2026-05-17T13:00:00"],
  [{ end: "time", time: "2026-05-18T09:30" }, "2026-05-18T09:30:00"],
] as const)("%o closes at a time", (change, closes) => {
  expect(closingOf(wish(change), NOW)).toEqual(new Date(closes));
  expect(orderOf(wish(change), NOW).closes).toBe(new Date(closes).toISOString());
});

test.each([
  [{ repeat: "daily" }, "daily", "2026-05-18T00:00:00"],
  [{ repeat: "weekly" }, "weekly", "2026-05-18T00:00:00"],
  [{ repeat: "cron", rule: " 0 18 * * 5 " }, "0 18 * * 5", "2026-05-22T18:00:00"],
] as const)("%o repeats, whatever end was chosen before", (change, every, closes) => {
  const order = orderOf(wish({ end: "minutes", ...change }), NOW);
  expect(order.every).toBe(every);
  expect(order.closes).toBeNull();
  expect(closingOf(wish(change), NOW)).toEqual(new Date(closes));
});
