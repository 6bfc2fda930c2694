import { describe, expect, it } from "vitest";
import { peopleViewOf, personViewOf } from "./peopleView";

describe("the address of the page of people", () => {
  it("says order, hidden ones and a name", () => {
    const view = { order: "photos", hidden: true, name: "an" };
    expect(peopleViewOf(view)).toEqual(view);
  });

  it("leaves out what makes no sense", () => {
    expect(peopleViewOf({ order: "sideways", hidden: "maybe", name: "" })).toEqual({});
  });

  it("may name somebody by digits", () => {
    expect(peopleViewOf({ name: 7 })).toEqual({ name: "7" });
  });
});

describe("the address of a person's page", () => {
  it("says the part that is open, a time and a photo", () => {
    const photo = "a".repeat(64);
    expect(personViewOf({ view: "faces", when: "2024-05", photo })).toEqual({
      view: "faces",
      when: "2024-05",
      photo,
    });
    expect(personViewOf({ when: 2024 })).toEqual({ when: "2024" });
  });

  it("leaves out what makes no sense, and what is usual", () => {
    expect(personViewOf({ view: "photos", when: "2024-13", photo: "x" })).toEqual({});
  });
});
