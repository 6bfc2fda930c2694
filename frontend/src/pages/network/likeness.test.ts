import { expect, test } from "vitest";
import { likenessOf, oneIn } from "./likeness";

test("how alike two are is told from the mark of the scale on", () => {
  expect([0.1, 0.2, 0.31, 0.33, 0.5, 0.53, 0.9].map((cosine) => likenessOf(cosine, 0.2))).toEqual([
    "faint",
    "alike",
    "alike",
    "strong",
    "strong",
    "double",
    "double",
  ]);
});

test("a rate is told as one in so many pairs", () => {
  expect(oneIn(0.001)).toBe(1_000);
  expect(oneIn(0.00737)).toBe(140);
  expect(oneIn(2)).toBe(1);
  expect([oneIn(0), oneIn(null)]).toEqual([null, null]);
});
