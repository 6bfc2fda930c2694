import { expect, test } from "vitest";
import { roundsViewOf, roundViewOf } from "./roundsView";

test("an address says what is open", () => {
  const series = "s0123456789abcdef";
  expect(roundsViewOf({ new: true, series })).toEqual({ new: true, series });
  expect(roundViewOf({ board: "women:men" })).toEqual({ board: "women:men" });
  expect(roundViewOf({ board: 2024 })).toEqual({ board: "2024" });
});

test("what makes no sense is left out", () => {
  expect(roundsViewOf({ new: "maybe", series: "../x" })).toEqual({});
  expect(roundViewOf({ board: "" })).toEqual({});
  expect(roundViewOf({ board: ["all"] })).toEqual({});
  expect(roundViewOf({ board: "x".repeat(5_000) }).board).toHaveLength(1_020);
});
