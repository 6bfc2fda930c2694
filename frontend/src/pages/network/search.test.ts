import { expect, test } from "vitest";
import { searched } from "./search";

const NAMES = ["Johanna", "Anna Berg", null, "Chloé Martin", "김민준", "Hannah"];

test("names that begin with what was typed come first", () => {
  expect(searched(NAMES, "anna", 10)).toEqual([1, 0, 5]);
});

test("accents and capitals do not matter, and Korean is found by its beginning", () => {
  expect(searched(NAMES, "CHLOE", 10)).toEqual([3]);
  expect(searched(NAMES, "민준", 10)).toEqual([4]);
});

test("whoever has no name is not found, and no more are than wanted", () => {
  expect(searched(NAMES, "", 3)).toEqual([0, 1, 3]);
  expect(searched(NAMES, "nobody", 10)).toEqual([]);
});
