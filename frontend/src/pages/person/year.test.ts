import { expect, it } from "vitest";
import { yearOf } from "./year";

it("takes a year of birth of four digits that may be one, or none at all", () => {
  expect(yearOf(" 1990 ")).toBe(1990);
  expect(yearOf("")).toBeNull();
});

it("refuses what is no year of birth", () => {
  for (const typed of ["90", "1799", "2201", "19x0", "-1990", "1990.5"]) {
    expect(yearOf(typed)).toBe("wrong");
  }
});
