import { expect, test } from "vitest";
import { shares } from "./look";

test("colours are read as the page and as the palette write them", () => {
  expect(shares("#ff0033")).toEqual([1, 0, 0.2]);
  expect(shares("rgb(255, 0, 51)")).toEqual([1, 0, 0.2]);
});
