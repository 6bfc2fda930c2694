import { describe, expect, it } from "vitest";
import { candidatesOf } from "./candidates";

const anna = { person: "p-anna", name: "Anna Berg", photos: 24, feature: "f1" };
const ben = { person: "p-ben", name: "Ben Ortiz", photos: 20, feature: null };
const like = (person: string, name: string | null, probability: number | null) => ({
  person,
  name,
  probability,
});
const NOTHING = { typed: "", not: null, others: [], people: [], most: 6 };

function names(given: Partial<Parameters<typeof candidatesOf>[0]>): string[] {
  return candidatesOf({ ...NOTHING, ...given }).map(({ who }) => who.name);
}

describe("whom one may mean", () => {
  it("begins with those it looks like, each once", () => {
    const others = [like("p-ben", "Ben Ortiz", 0.6)];
    expect(names({ others, people: [anna, ben] })).toEqual(["Ben Ortiz", "Anna Berg"]);
  });

  it("leaves out whom it cannot be, and who has no name", () => {
    const others = [like("p-ben", "Ben Ortiz", null), like("p-x", null, 0.9)];
    expect(names({ others })).toEqual([]);
  });

  it("leaves out the person that it is with now", () => {
    expect(names({ not: "p-anna", people: [anna, ben] })).toEqual(["Ben Ortiz"]);
  });

  it("narrows down to what was typed, and offers somebody new last", () => {
    const found = candidatesOf({ ...NOTHING, typed: "an", people: [anna, ben] });
    expect(found.map(({ who }) => [who.known, who.name])).toEqual([
      [true, "Anna Berg"],
      [false, "an"],
    ]);
  });

  it("offers nobody new under a name that somebody has", () => {
    expect(names({ typed: "anna berg", people: [anna] })).toEqual(["Anna Berg"]);
  });

  it("finds Korean names however they are composed", () => {
    const min = { person: "p-min", name: "김민준", photos: 2, feature: null };
    expect(names({ typed: "김민준".normalize("NFD"), people: [min] })).toEqual(["김민준"]);
  });
});
