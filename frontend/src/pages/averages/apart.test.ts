import { describe, expect, it } from "vitest";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { apartInWords } from "./apart";

const said = (distance: number | null, plain: number, error: number | null) =>
  apartInWords(en, formats("en"), { distance, plain, error });

describe("how far two averages are apart", () => {
  it("is said with its error", () => {
    expect(said(0.2413, 0.26, 0.031)).toEqual(["0.241 apart, give or take 0.031"]);
  });

  it("may be chance", () => {
    expect(said(0.02, 0.05, 0.03)[0]).toBe("The difference may well be chance");
    expect(said(-0.01, 0.05, 0.03)).toContain("-0.01 apart, give or take 0.03");
  });

  it("cannot be told of too few people", () => {
    expect(said(null, 0.9, null)).toEqual([
      "Too few people to tell chance from a difference.",
      "As they are, 0.9 apart.",
    ]);
  });
});
