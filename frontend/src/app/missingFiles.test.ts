// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { isOfMissingFile, mayOpenAnew, watchForMissingFiles } from "./missingFiles";

const MINUTE_MS = 60_000;

test("an error is of a missing file if the loader of files said so", () => {
  watchForMissingFiles();
  const payload = new Error("Unable to preload CSS for /assets/Photos-1.css");
  dispatchEvent(Object.assign(new Event("vite:preloadError"), { payload }));
  expect(isOfMissingFile(payload)).toBe(true);
  expect(isOfMissingFile(new Error(payload.message))).toBe(false);
});

test("the page is opened anew by itself once, and again only much later", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  expect(mayOpenAnew(store, MINUTE_MS)).toBe(true);
  expect(mayOpenAnew(store, MINUTE_MS + 1_000)).toBe(false);
  expect(mayOpenAnew(store, 3 * MINUTE_MS)).toBe(true);
});
