import { describe, expect, it } from "vitest";
import { listingsOf, withoutTwice } from "./order";

describe("the lists to ask for", () => {
  it("are those with a name, then those without, when names come first", () => {
    expect(listingsOf({ order: "named", hidden: false, name: "" })).toEqual([
      { named: true },
      { named: false },
    ]);
  });

  it("are one by photos, with the hidden ones where they are wanted", () => {
    expect(listingsOf({ order: "photos", hidden: true, name: "" })).toEqual([{ hidden: true }]);
  });

  it("are one when a name is searched, whatever the order", () => {
    expect(listingsOf({ order: "named", hidden: false, name: "an" })).toEqual([{ name: "an" }]);
  });
});

describe("people of both lists", () => {
  it("are there once, where they come first", () => {
    const [one, two] = [{ person: "p1" }, { person: "p2" }];
    expect(withoutTwice([one, two, { ...one }])).toEqual([one, two]);
  });
});
