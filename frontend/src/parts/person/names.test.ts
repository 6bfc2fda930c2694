import { describe, expect, it } from "vitest";
import { isSameName, namingOf, tidy } from "./names";

const anna = { person: "p1", name: "Anna Berg" };
const ben = { person: "p2", name: "Ben" };
const nobody = { person: "p3", name: null };
const everybody = [anna, ben, nobody];

describe("a name that somebody typed", () => {
  it("is kept without the spaces around it, in one normal form", () => {
    expect(tidy("  Chloe\u0301 ")).toBe("Chlo\u00e9");
  });

  it("is free when nobody else is called so", () => {
    expect(namingOf(nobody, " Clara ", everybody)).toEqual({ kind: "free", name: "Clara" });
  });

  it("changes nothing when it is the name already", () => {
    expect(namingOf(anna, "Anna Berg ", everybody)).toEqual({ kind: "unchanged" });
    expect(namingOf(nobody, "  ", everybody)).toEqual({ kind: "unchanged" });
  });

  it("takes the name away when it is empty", () => {
    expect(namingOf(anna, "", everybody)).toEqual({ kind: "cleared" });
  });

  it("is taken when somebody else has it, whatever the capitals", () => {
    expect(namingOf(nobody, "ben", everybody)).toEqual({ kind: "taken", by: ben });
  });

  it("prefers who is spelt the very same", () => {
    const small = { person: "p4", name: "ben" };
    expect(namingOf(nobody, "ben", [ben, small])).toEqual({ kind: "taken", by: small });
  });

  it("may be one's own name in other capitals", () => {
    expect(namingOf(ben, "BEN", everybody)).toEqual({ kind: "free", name: "BEN" });
  });
});

describe("two names", () => {
  it("are one in other normal forms, also in Korean", () => {
    expect(isSameName("김민준", "김민준".normalize("NFD"))).toBe(true);
    expect(isSameName("Ann", "Anna")).toBe(false);
  });
});
