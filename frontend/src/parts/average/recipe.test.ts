import { describe, expect, it } from "vitest";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { type Conditions, conditionsInWords, conditionsOf, proposedTitle } from "./recipe";

const EVERYBODY: Conditions = {
  names: [],
  people: 0,
  faces: 0,
  collection: null,
  gender: null,
  ages: null,
  since: null,
  before: null,
};
const words = (of: Partial<Conditions>) =>
  conditionsInWords(en, formats("en"), { ...EVERYBODY, ...of });
const title = (of: Partial<Conditions>) =>
  proposedTitle(en, formats("en"), { ...EVERYBODY, ...of });

describe("of whom an average is", () => {
  it("is everybody where nothing is asked for", () => {
    expect(words({})).toBe("Everybody");
    expect(title({})).toBe("Everybody");
  });

  it("is said with all conditions", () => {
    const of = {
      gender: "female",
      ages: [20, 29],
      collection: "Party",
      since: "2010-01-01",
      before: "2020-01-01",
    } as const;
    expect(words(of)).toBe("Women aged 20 to 29, in “Party”, 2010 to 2019");
    expect(title(of)).toBe("Party, women, 20 to 29 years, 2010 to 2019");
    expect(conditionsInWords(ko, formats("ko"), { ...EVERYBODY, ...of })).toContain("20~29세 여성");
  });

  it("names a few people and counts the others", () => {
    expect(words({ names: ["Anna", "Ben"], people: 2 })).toBe("Anna and Ben");
    expect(title({ names: ["A", "B", "C", "D"], people: 6 })).toBe("A, B, C and 3 more");
    expect(words({ people: 3 })).toBe("3 people");
    expect(words({ names: ["Anna"], people: 1, faces: 2 })).toBe("Anna and 2 faces");
  });

  it("comes out of the recipe that is kept", () => {
    const of = conditionsOf(
      { people: ["p1"], faces: [], gender: "male", since: "2024-05-01T00:00:00" },
      ["Ben"],
    );
    expect(of).toMatchObject({ people: 1, gender: "male", since: "2024-05-01", before: null });
  });
});
