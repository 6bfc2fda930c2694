import { expect, test } from "vitest";
import { here } from "./here";

test("a moment is written as clocks show it here", () => {
  const shown = here("2026-05-17T12:00:00Z");
  expect(new Date(shown).getTime()).toBe(Date.parse("2026-05-17T12:00:00Z"));
  expect(shown).toMatch(/^2026-05-1[678]T\d\d:00:00$|^2026-05-1[678]T\d\d:[34][05]:00$/);
});

test("what is no moment stays as it is", () => {
  expect(here("soon")).toBe("soon");
});
