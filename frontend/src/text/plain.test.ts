import { expect, it } from "vitest";
import { en } from "./en";
import { ko } from "./ko";

/** Where the terminal is the only way, or where its words are what one looks for. */
const MAY_TYPE = new Set(["jobs", "login", "settings"]);

/** What would be typed stands between backticks, in functions behind a stroke. */
const TYPED = /\\`|^[^`]*`likeness |\blikeness [a-z]+ |\b(?:serve|jobs|watch)\.[a-z_]+/;

function typed(words: object, path: string): string[] {
  return Object.entries(words).flatMap(([name, word]) => {
    const own = `${path}.${name}`;
    if (typeof word === "object") return typed(word, own);
    return TYPED.test(String(word)) ? [own] : [];
  });
}

it.each([
  ["English", en],
  ["Korean", ko],
])("pages for everybody do not speak of terminals in %s", (_, texts) => {
  const plain = Object.entries(texts).filter(([section]) => !MAY_TYPE.has(section));
  expect(plain.flatMap(([section, words]) => typed(words, section))).toEqual([]);
});

it("a command would be told", () => {
  const said = { one: "type `likeness trust`", two: (n: number) => `${n}: \`likeness trust\`` };
  expect(typed(said, "page")).toEqual(["page.one", "page.two"]);
});
