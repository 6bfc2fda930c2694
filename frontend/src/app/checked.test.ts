// @vitest-environment happy-dom
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { News } from "@/data/events";
import { makeRouter } from "./router";

const queries = new QueryClient();
const router = makeRouter(new News(queries), queries);

const PERSON = "p0123456789abcdef";
const PHOTO = "a".repeat(64);

/** What the page at an address reads from it. */
function seen(path: string, search: Record<string, unknown>): unknown {
  const given = router.matchRoutes(path, search).at(-1)?.search;
  return JSON.parse(JSON.stringify(given));
}

test.each([
  ["/photos", { photo: "../../x", person: ["zz"], since: "2024-13-99" }],
  ["/people", { order: "sideways", hidden: "maybe" }],
  [`/people/${PERSON}`, { view: "doubts", when: "x", photo: "?" }],
  ["/find", { face: "zzz", person: "zzz" }],
  ["/averages", { picture: "../x", new: "nobody" }],
  ["/averages/a0123456789abcdef", { beside: 7 }],
  ["/history", { person: "zz" }],
  ["/settings", { tab: "nowhere" }],
])("what makes no sense in the address of %s does not reach the page", (path, search) => {
  expect(seen(path, { ...search, evil: 1 })).toEqual({});
});

test("what makes sense reaches the page", () => {
  const view = { view: "faces", when: "2024-05", photo: PHOTO };
  expect(seen(`/people/${PERSON}`, view)).toEqual(view);
  expect(seen("/find", { person: PERSON })).toEqual({ person: PERSON });
});
