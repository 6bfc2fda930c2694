import { expect, test } from "vitest";
import { ko } from ".";

/** Words of which the page has a better one: one thing has one name. */
const OTHER_NAMES = { 모음: "컬렉션", 보관함: "라이브러리" };

/** Returns everything that is written below some texts, functions as their source. */
function written(texts: object): string[] {
  return Object.values(texts).flatMap((text: unknown) =>
    typeof text === "object" && text !== null ? written(text) : [String(text)],
  );
}

test.each(Object.entries(OTHER_NAMES))("nothing is called %s, but %s", (other, name) => {
  const all = written(ko);
  expect(all.filter((words) => words.includes(other))).toEqual([]);
  expect(all.some((words) => words.includes(name))).toBe(true);
});

test("names take the particle that their ending asks for", () => {
  expect(ko.people.card.dropHere("지민")).toBe("지민과 같은 사람");
  expect(ko.people.card.dropHere("지수")).toBe("지수와 같은 사람");
});
