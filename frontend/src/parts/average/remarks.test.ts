import { describe, expect, it } from "vitest";
import type { AverageReportOut } from "@/client/types.gen";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { anonymityOf, differingWords, part, remarksOf } from "./remarks";

const GOOD: AverageReportOut = {
  faces: 300,
  photos: 200,
  people: 50,
  shaped: 120,
  voices: 50,
  unreadable: 0,
  side: 512,
  zoom: 1.2,
  quality: 0.7,
  dominant: 0.04,
  effective_people: 47.2,
  anonymous: true,
  likeness: 0.9,
  spread: [0.2, 0.4, 0.6],
  differs: [],
  remarks: [],
  seconds: 3,
};
const remarks = (report: Partial<AverageReportOut>, wanted: number | null = null) =>
  remarksOf(en, formats("en"), { ...GOOD, ...report }, wanted);

describe("what is to be said of an average", () => {
  it("is nothing where all is well", () => {
    expect(remarks({})).toEqual([]);
    expect(remarks({}, 512)).toEqual([]);
  });

  it("is that it is smaller, softer or poorer than one would wish", () => {
    expect(remarks({ side: 256 }, 1024)[0]).toContain("256 pixels instead of 1,024");
    expect(remarks({ zoom: 0.5 })).toEqual([
      "Most faces were blown up 2 times: the picture is soft.",
    ]);
    expect(remarks({ quality: 0.2, unreadable: 1 })).toHaveLength(2);
  });

  it("is how anonymous it is", () => {
    expect(anonymityOf({ anonymous: true, voices: 3 })).toBe("nobody");
    expect(anonymityOf({ anonymous: false, voices: 1 })).toBe("one");
    expect(anonymityOf({ anonymous: false, voices: 2 })).toBe("two");
    expect(anonymityOf({ anonymous: false, voices: 9 })).toBe("dominated");
  });

  it("is where the faces differ, if enough of them is seen", () => {
    const differs: [string, number][] = [
      ["mouth", 0.3],
      ["jaw", 0.2],
      ["nose", 0.1],
    ];
    expect(differingWords(en, differs)).toBe(
      "The faces differ most at the mouth and the jaw, least at the nose.",
    );
    expect(differingWords(en, differs.slice(0, 2))).toBeNull();
    expect(part(en, "chin")).toBe("chin");
  });
});
