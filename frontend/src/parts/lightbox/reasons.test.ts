import { describe, expect, it } from "vitest";
import type { PersonLikenessOut } from "@/client/types.gen";
import { en } from "@/text/en";
import { reasonsOf } from "./reasons";

const text = en.lightbox.why;
const FINE = { status: "ok", mark: null } as const;
const NOBODY = {
  person: null,
  name: null,
  decided_by: "nobody",
  probability: null,
  others: [],
};

function other(change: Partial<PersonLikenessOut>): PersonLikenessOut {
  return {
    person: "p-ben",
    name: "Ben",
    faces: 3,
    probability: null,
    reason: "alike",
    photos: 0,
    evidence: [],
    ...change,
  };
}

describe("why a face is with somebody", () => {
  it("says that a human decided", () => {
    const why = { ...NOBODY, person: "p-anna", name: "Anna", decided_by: "human" };
    expect(reasonsOf(why, FINE, text)).toEqual([text.byHuman("Anna")]);
  });

  it("says that it is in doubt where it is", () => {
    const why = { ...NOBODY, person: "p-anna", name: "Anna", decided_by: "run", probability: 0.6 };
    expect(reasonsOf(why, FINE, text)).toEqual([text.byRun("Anna"), text.inDoubt]);
  });

  it("names who is on the same photo, and who it is not", () => {
    const others = [other({ reason: "same_photo" }), other({ name: "Cho", reason: "told_apart" })];
    const why = { ...NOBODY, person: "p-anna", name: "Anna", decided_by: "run", others };
    expect(reasonsOf(why, FINE, text)).toEqual([
      text.byRun("Anna"),
      text.samePhoto("Ben"),
      text.notThem("Cho"),
    ]);
  });
});

describe("why a face is with nobody", () => {
  it("tells strangers from those it may be", () => {
    expect(reasonsOf(NOBODY, FINE, text)).toEqual([text.stranger]);
    const maybe = { ...NOBODY, others: [other({ probability: 0.4 })] };
    expect(reasonsOf(maybe, FINE, text)).toEqual([text.maybe]);
  });

  it("tells marks from weak pictures", () => {
    expect(reasonsOf(NOBODY, { ...FINE, mark: "ignored" }, text)).toEqual([text.ignored]);
    expect(reasonsOf(NOBODY, { ...FINE, status: "too_small" }, text)).toEqual([text.weak]);
  });
});
