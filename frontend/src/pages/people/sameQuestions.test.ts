import { describe, expect, it } from "vitest";
import type { QuestionOut } from "@/client/types.gen";
import { pairsOf } from "./sameQuestions";

const id = (letter: string): string => `p${letter.repeat(16)}`;
const side = (person: string, name: string | null = null) => ({
  id: person,
  name,
  faces: 2,
  best: [],
});
const same = (one: string, other: string, probability: number): QuestionOut => ({
  question: `${one}-${other}`,
  kind: "same",
  one: side(one),
  other: side(other),
  probability,
  faces: 2,
});

describe("people who might be one", () => {
  it("are asked about in the order of how likely it is", () => {
    const questions = [same(id("a"), id("b"), 0.3), same(id("c"), id("d"), 0.8)];
    expect(pairsOf(questions, 9).map((pair) => pair.probability)).toEqual([0.8, 0.3]);
    expect(pairsOf(questions, 1)).toHaveLength(1);
  });

  it("are not asked about when it is unlikely", () => {
    expect(pairsOf([same(id("a"), id("b"), 0.05)], 9)).toEqual([]);
  });

  it("are people on both sides: single faces and other questions are for the review", () => {
    const who: QuestionOut = { ...same(id("a"), id("b"), 0.5), kind: "who" };
    expect(pairsOf([same(id("a"), "f0123456789abcdef", 0.6), who], 9)).toEqual([]);
  });

  it("begin with the one who has a name", () => {
    const question = { ...same(id("a"), id("b"), 0.5), other: side(id("b"), "Anna") };
    expect(pairsOf([question], 9)[0]?.one.name).toBe("Anna");
  });
});
