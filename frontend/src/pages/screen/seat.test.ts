import { expect, test } from "vitest";
import { hueOf, initialOf } from "./seat";

test.each([
  ["anna", "A"],
  [" 지민", "지"],
  ["👩‍👩‍👧 family", "👩‍👩‍👧"],
  ["محمد", "م"],
  ["", ""],
])("%s is stood for by %s", (nickname, sign) => {
  expect(initialOf(nickname)).toBe(sign);
});

test("somebody's colour stays the same", () => {
  expect(hueOf("q0123456789abcdef")).toBe(hueOf("q0123456789abcdef"));
  const hues = ["q1", "q2", "q3"].map(hueOf);
  expect(new Set(hues).size).toBe(3);
  expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true);
});
