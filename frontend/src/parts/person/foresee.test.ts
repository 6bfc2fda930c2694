import { describe, expect, it } from "vitest";
import type { PersonOut, PersonWhy, QuestionOut } from "@/client/types.gen";
import { foreseen } from "./foresee";

const of = (person: string, name: string | null = null): PersonOut => ({
  person,
  name,
  photos: 1,
  faces: 1,
});
const side = (id: string) => ({ id, name: null, faces: 1, best: [] });
const asked = (one: string, other: string | null): QuestionOut => ({
  question: `${one}${other}`,
  kind: other === null ? "who" : "same",
  one: side(one),
  other: other === null ? null : side(other),
  probability: 0.5,
  faces: 1,
});
const rival = (person: string) => ({
  person,
  name: null,
  faces: 1,
  probability: 0.4,
  reason: "alike",
  photos: 0,
  evidence: [],
});

describe("what is kept about people", () => {
  const page = { items: [of("p1"), of("p2")], next: null };

  it("has a new name at once, in lists, in lists of pages, and alone", () => {
    const change = { told: new Map([["p2", { name: "Anna" }]]) };
    const named = { items: [of("p1"), of("p2", "Anna")], next: null };
    expect(foreseen("listPeople", page, change)).toEqual(named);
    expect(
      foreseen("listPeople", { pages: [page, { items: [] }], pageParams: [] }, change),
    ).toEqual({ pages: [named, { items: [] }], pageParams: [] });
    expect(foreseen("getPerson", of("p2"), change)).toEqual(of("p2", "Anna"));
  });

  it("loses who was merged, also from questions and from the counts", () => {
    const change = { gone: new Set(["p2"]) };
    expect(foreseen("listPeople", page, change)).toEqual({ items: [of("p1")], next: null });
    const questions = [asked("p1", "p2"), asked("p2", null), asked("p1", null)];
    expect(foreseen("listQuestions", questions, change)).toEqual([asked("p1", null)]);
    expect(foreseen("getLibrary", { people: 9, named: 3 }, { ...change, named: -1 })).toEqual({
      people: 8,
      named: 2,
    });
  });

  it("asks no more about two people once it is decided", () => {
    const change = { settled: ["p1", "p2"] as const };
    const others = asked("p1", "p3");
    expect(foreseen("listQuestions", [asked("p2", "p1"), others], change)).toEqual([others]);
    const why = { person: "p1", merges: [rival("p2"), rival("p3")], apart: [], doubtful: [] };
    const after = foreseen("whyPerson", why, change) as PersonWhy;
    expect(after.merges.map((one) => one.person)).toEqual(["p3"]);
  });

  it("loses faces that left, and doubts that somebody settled", () => {
    const faces = { items: [{ face: "f1" }, { face: "f2" }], next: null };
    expect(foreseen("listFaces", faces, { left: new Set(["f1"]) })).toEqual({
      items: [{ face: "f2" }],
      next: null,
    });
    const doubt = (face: string) => ({ face, probability: 0.2, sureness: null });
    const why = { person: "p1", merges: [], apart: [], doubtful: [doubt("f1"), doubt("f2")] };
    const after = foreseen("whyPerson", why, { sure: new Set(["f2"]) }) as PersonWhy;
    expect(after.doubtful.map((one) => one.face)).toEqual(["f1"]);
  });

  it("is the very same where nothing changes, so that nothing is drawn again", () => {
    const change = { told: new Map([["p9", { name: "Anna" }]]), gone: new Set(["p8"]) };
    for (const operation of ["listPeople", "listMonths"]) {
      expect(foreseen(operation, page, change)).toBe(page);
    }
    const why = { person: "p1", merges: [rival("p2")], apart: [], doubtful: [] };
    expect(foreseen("whyPerson", why, change)).toBe(why);
  });
});
