import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { en } from "./en";

const SOURCES = new URL("..", import.meta.url);
const NOT_OURS = /^(text|client)\b|\.test\.tsx?$/;
const PAGE = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !NOT_OURS.test(path))
  .map((path) => readFileSync(new URL(path, SOURCES), "utf8"))
  .join("\n");
const NAMED = new Set(PAGE.match(/\w+/g));

/** Groups, not whole sections, whose words are found by a name that the server says: `words.kinds[kind]`. */
const LOOKED_UP = new Set([...PAGE.matchAll(/\b(\w+)(?:\)?\[|,|\))/g)].map(([, group]) => group));

/** Beginnings that are put together with an end: `${why}Help`. */
const ENDS = [...PAGE.matchAll(/\[`\$\{\w+\}(\w+)`\]/g)].map(([, end]) => end ?? "");

function isSaid(name: string): boolean {
  return NAMED.has(name) || ENDS.some((end) => name.endsWith(end));
}

function unsaid(words: object, group: string): string[] {
  return Object.entries(words).flatMap(([name, word]) => {
    if (typeof word === "object") return unsaid(word, name);
    return (LOOKED_UP.has(group) && !(group in en)) || isSaid(name) ? [] : [`${group}.${name}`];
  });
}

describe("the words of the page", () => {
  it("are all said somewhere", () => {
    expect(unsaid(en, "")).toEqual([]);
  });

  it("would be told if nothing said them", () => {
    expect(unsaid({ common: { ...en.common, neverSaidAnywhere: "" } }, "")).toContain(
      "common.neverSaidAnywhere",
    );
  });
});
