import { describe, expect, it } from "vitest";
import type { PersonLikenessOut, PersonOut } from "@/client/types.gen";
import { evidenceOf, keeperFirst, merged } from "./merging";

const of = (person: string, name: string | null, photos: number): PersonOut => ({
  person,
  name,
  photos,
  faces: photos,
});

const likeness = (person: string, rest: Partial<PersonLikenessOut>): PersonLikenessOut => ({
  person,
  name: null,
  faces: 3,
  probability: null,
  reason: "told_apart",
  photos: 0,
  evidence: [],
  ...rest,
});

describe("who stays when people are one", () => {
  it("is the one with a name, however few the photos", () => {
    const order = keeperFirst([of("p1", null, 90), of("p2", "Anna", 2)]);
    expect(order.map((person) => person.person)).toEqual(["p2", "p1"]);
  });

  it("is the one with most photos among those with a name, then the smaller id", () => {
    const order = keeperFirst([of("p3", "C", 5), of("p1", "A", 5), of("p2", "B", 7)]);
    expect(order.map((person) => person.person)).toEqual(["p2", "p1", "p3"]);
  });
});

describe("what they become", () => {
  it("takes what the first lacks from the others, and counts all", () => {
    const one = merged({ ...of("p1", null, 3), born: null }, [
      { ...of("p2", "Anna", 4), born: 1990, opted_out: true },
    ]);
    expect(one).toMatchObject({
      person: "p1",
      name: "Anna",
      born: 1990,
      opted_out: true,
      photos: 7,
    });
  });
});

describe("what speaks for one person", () => {
  const why = {
    merges: [likeness("p2", { probability: 0.54, reason: "alike" })],
    apart: [likeness("p3", { photos: 3, reason: "same_photo" }), likeness("p4", {})],
  };

  it("is how alike they look", () => {
    expect(evidenceOf(why, "p2")).toEqual({ kind: "alike", probability: 0.54 });
  });

  it("is against it that a photo shows both, or that somebody said so", () => {
    expect(evidenceOf(why, "p3")).toEqual({ kind: "together", photos: 3 });
    expect(evidenceOf(why, "p4")).toEqual({ kind: "told apart" });
  });

  it("is nothing when they look too different", () => {
    expect(evidenceOf(why, "p9")).toEqual({ kind: "different" });
  });
});
