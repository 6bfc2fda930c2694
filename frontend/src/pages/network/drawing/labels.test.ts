import { expect, test } from "vitest";
import { shortened } from "./labels";

test("a name of any length fits beside its node", () => {
  expect(shortened("Anna Berg")).toBe("Anna Berg");
  expect([...shortened("x".repeat(10_000))]).toHaveLength(28);
  expect(shortened("x".repeat(29)).at(-1)).toBe("…");
});

test("letters are not cut in half", () => {
  expect(shortened("😀".repeat(40))).toBe(`${"😀".repeat(27)}…`);
});
