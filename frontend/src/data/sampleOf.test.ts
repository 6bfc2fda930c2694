import { describe, expect, it } from "vitest";
import { sampleOf } from "./sampleOf";

describe("sampleOf", () => {
  it("takes a face, or else a person", () => {
    expect(sampleOf({ face: "f0123456789abcdef" })).toEqual({ face: "f0123456789abcdef" });
    expect(sampleOf({ person: "p0123456789abcdef" })).toEqual({ person: "p0123456789abcdef" });
  });

  it("leaves out what is none", () => {
    expect(sampleOf({ face: "../secrets", person: 7 })).toEqual({});
  });
});
