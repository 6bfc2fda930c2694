import { describe, expect, it } from "vitest";
import type { FindOut } from "@/client/types.gen";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { answerWords, meant, others, type Question, shareWords } from "./words";

const ENGLISH = { text: en.find.answer, format: formats("en"), language: "en" as const };
const KOREAN = { text: ko.find.answer, format: formats("ko"), language: "ko" as const };
const QUESTION: Question = {
  pictures: 1,
  faces: 1,
  known: false,
  collection: null,
  everything: false,
};

const ANNA = { person: "p1", name: "Anna", similarity: 0.8, probability: 0.97 };
const BEN = { person: "p2", name: "Ben", similarity: 0.7, probability: 0.4 };
const NOBODY = { person: "p3", name: null, similarity: 0.69, probability: 0.4 };

function found(over: Partial<FindOut> = {}): FindOut {
  return {
    answer: "found",
    words: "",
    sure: [],
    probability: 0.97,
    p_value: 0.0004,
    method: "conformal",
    alpha: 0.01,
    candidates: [ANNA],
    twins: [],
    photos: [],
    total: 12,
    ...over,
  };
}

describe("answerWords", () => {
  it("says who was found, in how many photos, how sure and why", () => {
    expect(answerWords(found(), QUESTION, ENGLISH)).toEqual({
      title: "Found Anna in 12 photos",
      sure: "97% sure",
      lines: ["About 1 stranger in 2,500 would look as much like them."],
    });
  });

  it("says so in Korean", () => {
    const said = answerWords(found(), QUESTION, KOREAN);

    expect(said.title).toBe("사진 12장에서 Anna 님을 찾았습니다");
    expect(said.sure).toBe("확신도 97%");
    expect(said.lines).toEqual(["모르는 사람 약 2,500명 중 1명이 이만큼 닮습니다."]);
  });

  it("does not count photos that are probably wrong", () => {
    const asked = { ...QUESTION, everything: true };

    expect(answerWords(found({ total: 135 }), asked, ENGLISH).title).toBe("Found Anna");
  });

  it("counts one photo as one, and calls who has no name somebody", () => {
    const said = answerWords(found({ candidates: [NOBODY], total: 1 }), QUESTION, ENGLISH);

    expect(said.title).toBe("Found somebody without a name in 1 photo");
  });

  it("tells when the faces belong to nobody yet", () => {
    const said = answerWords(found({ candidates: [], total: 3 }), QUESTION, ENGLISH);

    expect(said.title).toBe("Found in 3 photos");
    expect(said.lines[0]).toBe("These faces belong to no person yet.");
  });

  it("names both of two who are rather one person", () => {
    const said = answerWords(
      found({ candidates: [ANNA, BEN, NOBODY], twins: ["p1", "p2"] }),
      QUESTION,
      ENGLISH,
    );

    expect(said.title).toBe("Found Anna and Ben in 12 photos");
    expect(said.lines.at(-1)).toBe("Anna and Ben look like one person. If they are, merge them.");
  });

  it("says that they are not here, and who is nearest", () => {
    const absent = found({ answer: "absent", candidates: [BEN], p_value: 0.7, total: 0 });

    const said = answerWords(absent, QUESTION, ENGLISH);

    expect(said.title).toBe("Not in this library");
    expect(said.sure).toBeNull();
    expect(said.lines.slice(0, 2)).toEqual([
      "The nearest is Ben, but not near enough.",
      "Most strangers would look as much like them.",
    ]);
  });

  it("says of a collection that they are not in it", () => {
    const absent = found({ answer: "absent", candidates: [], p_value: null, probability: null });
    const asked = { ...QUESTION, collection: "Rome" };

    expect(answerWords(absent, asked, ENGLISH).title).toBe("Not in the collection Rome");
    expect(answerWords(absent, asked, KOREAN).title).toBe("‘Rome’ 컬렉션에 없습니다");
  });

  it("says of a face of the library that there is no other photo", () => {
    const absent = found({ answer: "absent", candidates: [] });

    expect(answerWords(absent, { ...QUESTION, known: true }, ENGLISH).title).toBe(
      "No other photo of them here",
    );
  });

  it("names who it may be when it is not sure", () => {
    const unsure = found({
      answer: "unsure",
      candidates: [ANNA, BEN, NOBODY, { ...BEN, person: "p4", name: "Dana" }],
      probability: 0.4,
    });

    expect(answerWords(unsure, QUESTION, ENGLISH).title).toBe(
      "Not sure: Anna, Ben, or somebody without a name",
    );
    expect(answerWords(unsure, QUESTION, ENGLISH).sure).toBe("Anna: 40% likely");
  });

  it("names who is likely where too many strangers look as much like them", () => {
    const unsure = found({
      answer: "unsure",
      candidates: [ANNA, BEN],
      probability: 0.72,
      p_value: 0.1,
    });

    expect(answerWords(unsure, QUESTION, ENGLISH)).toMatchObject({
      title: "Probably Anna, but not surely",
      sure: "Anna: 72% likely",
    });
    expect(meant(unsure)).toEqual([ANNA]);
    expect(others(unsure)).toEqual([BEN]);
  });

  it("does not name who hardly can be it", () => {
    const unlikely = { ...NOBODY, probability: 0.004 };

    expect(meant(found({ answer: "unsure", candidates: [ANNA, BEN, unlikely] }))).toEqual([
      ANNA,
      BEN,
    ]);
  });

  it("reminds that several samples have to show one person", () => {
    const absent = found({ answer: "absent", candidates: [BEN], total: 0 });

    expect(answerWords(absent, { ...QUESTION, faces: 2 }, ENGLISH).lines.at(-1)).toBe(
      "All faces that count must be of the same person: take the others out.",
    );
  });

  it("tells what is an estimate", () => {
    const said = answerWords(
      found({ method: "extrapolated", p_value: 0.00001 }),
      QUESTION,
      ENGLISH,
    );

    expect(said.lines).toEqual([
      "Fewer than 1 stranger in 10,000 would look as much like them.",
      "An estimate: there are too few people here to count such strangers.",
    ]);
  });

  it("says what to do about a picture without a face", () => {
    const none = found({ answer: "no_face", probability: null, p_value: null, candidates: [] });
    const bad = { ...none, answer: "unrecognisable" as const };

    expect(answerWords(none, QUESTION, ENGLISH).title).toBe("No face on this photo");
    expect(answerWords(none, { ...QUESTION, pictures: 2 }, ENGLISH).title).toBe(
      "No face on these photos",
    );
    expect(answerWords(bad, QUESTION, ENGLISH).lines).toEqual([
      "Too small, blurred or turned away. Try another photo of them.",
    ]);
  });
});

describe("shareWords", () => {
  it("is never a round certainty", () => {
    const said = (p: number): string => shareWords(p, ENGLISH.text, ENGLISH.format);

    expect(said(1)).toBe("over 99%");
    expect(said(0.994)).toBe("99%");
    expect(said(0.57)).toBe("57%");
    expect(said(0.29)).toBe("29%");
    expect(said(0)).toBe("under 1%");
  });
});

describe("others", () => {
  it("leaves out who cannot be it", () => {
    const unlikely = { ...BEN, probability: 0.004 };

    expect(others(found({ candidates: [ANNA, BEN, unlikely] }))).toEqual([BEN]);
    expect(others(found({ answer: "unsure", candidates: [ANNA, BEN, unlikely] }))).toEqual([
      ANNA,
      BEN,
    ]);
  });

  it("shows the nearest three where nobody was found", () => {
    const near = [BEN, NOBODY, { ...BEN, person: "p4" }, { ...BEN, person: "p5" }];

    expect(others(found({ answer: "absent", candidates: near }))).toHaveLength(3);
    expect(others(found({ answer: "no_face", candidates: near }))).toEqual([]);
  });
});

describe("meant", () => {
  it("means nobody where nobody was found", () => {
    expect(meant(found({ answer: "absent", candidates: [BEN] }))).toEqual([]);
  });
});
