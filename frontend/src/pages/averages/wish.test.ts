import { describe, expect, it } from "vitest";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { missingIn, ordersOf, titleOfWish, type Wish, wishOf } from "./wish";

const EN = formats("en");
const wish = (more: Partial<Wish> = {}): Wish => ({ ...wishOf({}), ...more });

describe("a new average", () => {
  it("is of everybody at first, with nothing left to say", () => {
    expect(missingIn(wish())).toBeNull();
    expect(ordersOf(en, EN, wish())).toEqual([
      { kind: "average", arguments: { title: "Everybody" } },
    ]);
  });

  it("is of what the address says", () => {
    const asked = wishOf({ new: "collection", collection: "Party" });
    expect(ordersOf(en, EN, asked)).toEqual([
      { kind: "average", arguments: { title: "Party", collection: "Party" } },
    ]);
  });

  it("becomes two where women and men go beside each other", () => {
    const titles = ordersOf(en, EN, wishOf({ new: "both" })).map((order) => order.arguments);
    expect(titles).toEqual([
      { title: "Women", gender: "female" },
      { title: "Men", gender: "male" },
    ]);
    const named = ordersOf(en, EN, wish({ gender: "both", title: "The company" }));
    expect(named.map((order) => order.arguments?.["title"])).toEqual([
      "The company, women",
      "The company, men",
    ]);
  });

  it("carries people, ages, years and size", () => {
    const asked = wish({
      who: "people",
      people: [{ person: "p1", name: "Anna" }],
      ages: [20, 29],
      from: 2010,
      until: 2019,
      size: 1024,
    });
    expect(ordersOf(en, EN, asked)[0]?.arguments).toEqual({
      title: "Anna, 20 to 29 years, 2010 to 2019",
      people: ["p1"],
      ages: [20, 29],
      since: "2010-01-01T00:00:00",
      before: "2020-01-01T00:00:00",
      side: 1024,
    });
  });

  it("keeps the title that somebody wrote, and misses an empty one", () => {
    expect(titleOfWish(en, EN, wish({ title: "Us" }))).toBe("Us");
    expect(missingIn(wish({ title: "  " }))).toBe("title");
  });

  it("misses the people or the collection that nobody picked yet", () => {
    expect(missingIn(wish({ who: "people" }))).toBe("people");
    expect(missingIn(wish({ who: "collection" }))).toBe("collection");
    expect(titleOfWish(en, EN, wish({ who: "people" }))).toBe("");
  });
});
