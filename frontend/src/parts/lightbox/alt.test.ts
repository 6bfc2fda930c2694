import { describe, expect, it } from "vitest";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { altOf, companyOf, fileName } from "./alt";

type Face = Parameters<typeof companyOf>[0][number];

function face(name: string | null, change: Partial<Face> = {}): Face {
  return { status: "ok", mark: null, person: name === null ? null : `p-${name}`, name, ...change };
}

const words = en.lightbox.alt;
const WHEN = "17 May 2024";

describe("the words for who cannot see a photo", () => {
  it("name who is known, and count the others", () => {
    const company = companyOf([face("Anna Berg"), face(null), face(null)]);
    expect(altOf(company, WHEN, words)).toBe("Anna Berg and 2 others, 17 May 2024");
  });

  it("name two and three people as one would", () => {
    expect(altOf(companyOf([face("Anna"), face("Ben")]), null, words)).toBe("Anna and Ben");
    const three = companyOf([face("Anna"), face("Ben"), face("Cho")]);
    expect(altOf(three, null, words)).toBe("Anna, Ben and Cho");
  });

  it("count those beyond the third name", () => {
    const all = ["A", "B", "C", "D", "E"].map((name) => face(name));
    expect(altOf(companyOf(all), null, words)).toBe("A, B, C and 2 others");
  });

  it("count people without names once each", () => {
    const twice = [face(null, { person: "p1" }), face(null, { person: "p1" }), face(null)];
    expect(altOf(companyOf(twice), WHEN, words)).toBe("2 people, 17 May 2024");
  });

  it("leave out what is no face, or hardly one", () => {
    const faces = [
      face("Anna"),
      face("Ben", { mark: "not_a_face" }),
      face(null, { status: "too_small" }),
      face(null, { status: "low_confidence" }),
    ];
    expect(altOf(companyOf(faces), null, words)).toBe("Anna");
  });

  it("say so when nobody is there", () => {
    expect(altOf(companyOf([]), WHEN, words)).toBe("Photo without people, 17 May 2024");
  });

  it("are Korean in Korean", () => {
    const company = companyOf([face("김민준"), face(null)]);
    expect(altOf(company, "2024년 5월 17일", ko.lightbox.alt)).toBe(
      "김민준 외 1명, 2024년 5월 17일",
    );
  });
});

describe("the name of a file", () => {
  it("is what is left of its path without folders", () => {
    expect(fileName([{ path: "2024/May/IMG_1.jpg" }])).toBe("IMG_1.jpg");
    expect(fileName([])).toBe("");
  });
});
