import { describe, expect, it } from "vitest";
import { averagesViewOf, averageViewOf } from "./averageView";

const ID = "a0123456789abcdef";

describe("the address of averages", () => {
  it("opens the form for a new one, of a collection if it says which", () => {
    expect(averagesViewOf({ new: "everybody" })).toEqual({ new: "everybody" });
    expect(averagesViewOf({ new: "collection", collection: 2024 })).toEqual({
      new: "collection",
      collection: "2024",
    });
  });

  it("opens a picture, and what an average is compared with", () => {
    expect(averagesViewOf({ picture: ID })).toEqual({ picture: ID });
    expect(averageViewOf({ picture: ID, beside: ID })).toEqual({ picture: ID, beside: ID });
  });

  it("leaves out what makes no sense", () => {
    expect(averagesViewOf({ new: "nobody", collection: "Party", picture: "../x" })).toEqual({});
    expect(averageViewOf({ beside: 7, picture: "b0123456789abcdef" })).toEqual({});
  });
});
