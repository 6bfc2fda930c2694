import { describe, expect, it } from "vitest";
import { cleared, filterOf, isEmpty, photoOf, taken, withoutFaces, withPerson } from "./filters";

const ANNA = "p0123456789abcdef";
const BEN = "pfedcba9876543210";

describe("the filter in an address", () => {
  it("is what the address says", () => {
    expect(filterOf({ person: [ANNA, BEN], only: true, since: "2024-05-01" })).toEqual({
      person: [ANNA, BEN],
      only: true,
      since: "2024-05-01",
    });
    expect(filterOf({ person: ANNA, order: "asc" })).toEqual({ person: [ANNA], order: "asc" });
  });

  it("leaves out what makes no sense", () => {
    expect(
      filterOf({
        person: ["../etc", 7],
        only: true,
        since: "2024-13-99",
        undated: "no",
        order: "up",
        collection: "",
        evil: 1,
      }),
    ).toEqual({});
    expect(photoOf({ photo: "x" })).toEqual({});
  });

  it("has nobody twice", () => {
    expect(filterOf({ person: [ANNA, ANNA] })).toEqual({ person: [ANNA] });
  });
});

describe("changing a filter", () => {
  it("moves somebody between on it and not on it", () => {
    const on = withPerson({}, ANNA, "on");
    expect(on).toEqual({ person: [ANNA] });
    expect(withPerson(on, ANNA, "not")).toEqual({ not: [ANNA] });
    expect(withPerson(on, ANNA, "either")).toEqual({});
  });

  it("forgets that nobody else is on it when nobody is left", () => {
    const only = { person: [ANNA], only: true } as const;
    expect(withPerson({ ...only, person: [ANNA] }, BEN, "on").only).toBe(true);
    expect(withPerson({ ...only, person: [ANNA] }, ANNA, "either")).toEqual({});
  });

  it("asks for no faces or for people, never for both", () => {
    expect(withoutFaces({ person: [ANNA], only: true, not: [BEN] }, true)).toEqual({
      without_faces: true,
    });
    expect(withPerson({ without_faces: true }, ANNA, "on")).toEqual({ person: [ANNA] });
    expect(withoutFaces({ without_faces: true, undated: true }, false)).toEqual({ undated: true });
  });

  it("asks for days or for no date, never for both", () => {
    expect(taken({ since: "2024-01-01", order: "asc" }, { undated: true })).toEqual({
      undated: true,
      order: "asc",
    });
    expect(taken({ undated: true }, { since: "2024-01-01" })).toEqual({ since: "2024-01-01" });
  });

  it("keeps the order when all else is cleared", () => {
    expect(cleared({ person: [ANNA], order: "asc" })).toEqual({ order: "asc" });
    expect(isEmpty(cleared({ person: [ANNA], order: "asc" }))).toBe(true);
    expect(isEmpty({ undated: true })).toBe(false);
  });
});
