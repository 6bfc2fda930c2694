// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { placesFor } from "./navigation";

const names = (places: readonly { name: string }[]): string[] => places.map(({ name }) => name);

test("who may only look is not led where there is nothing to look at", () => {
  const { first, second, last, tabs, more } = placesFor("read");
  expect(names(first)).toEqual(["photos", "people", "find"]);
  expect(names([...second, ...last])).not.toContain("reports");
  expect(names([...tabs, ...more])).toEqual(names([...first, ...second, ...last]));
});

test("who may change things is led to reviewing and adding, an owner to the reports, too", () => {
  expect(names(placesFor("write").first)).toEqual(["photos", "people", "find", "review", "upload"]);
  expect(names(placesFor("write").second)).not.toContain("reports");
  expect(names(placesFor("admin").second)).toContain("reports");
});

test.each(["read", "write", "admin"] as const)("a phone has four tabs for %s", (scope) => {
  expect(placesFor(scope).tabs).toHaveLength(4);
});
