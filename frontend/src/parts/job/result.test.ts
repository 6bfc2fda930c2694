import { describe, expect, it } from "vitest";
import type { JobOut } from "@/client/types.gen";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { checksOf, resultPlace, resultWords } from "./result";

function done(kind: string, result: Record<string, unknown> | null): JobOut {
  return {
    job: "j0123456789abcdef",
    kind,
    arguments: {},
    who: "Anna",
    state: "done",
    created: "2026-01-01T10:00:00Z",
    attempts: 1,
    cancelling: false,
    result,
    changed: 7,
  };
}

describe("what came of a job", () => {
  it("says new photos and their faces, and what else happened", () => {
    const job = done("add", { photos: 14, new: 12, faces: 30, moved: 2, missing: 0, failed: 1 });
    expect(resultWords(en, job)).toBe(
      "12 new photos, 30 faces on them; 2 moved; 1 file could not be used",
    );
    expect(resultWords(ko, job)).toContain("새 사진 12장");
  });

  it("tells a folder without news from one without photos", () => {
    expect(resultWords(en, done("add", { photos: 14, new: 0 }))).toBe(
      "Nothing new among 14 photos",
    );
    expect(resultWords(en, done("add", { photos: 0, new: 0 }))).toBe("No photos there");
  });

  it("counts what a check of the library found", () => {
    const checks = [
      { check: "catalog", ok: true, detail: "sound" },
      { check: "index", ok: false, detail: "was behind" },
    ];
    expect(resultWords(en, done("doctor", { ok: false, checks }))).toBe(
      "1 of 2 checks found something",
    );
    expect(checksOf(done("doctor", { ok: false, checks }))).toEqual(checks);
    expect(checksOf(done("group", { checks }))).toEqual([]);
  });

  it("does not claim what the visitor may not see", () => {
    expect(resultWords(en, done("doctor", null))).toBe("Done; owners see what it found");
  });

  it("says nothing of a job that failed, or of a kind that is newer than the page", () => {
    expect(resultWords(en, { ...done("add", { new: 3 }), state: "failed" })).toBeNull();
    expect(resultWords(en, done("brew", { cups: 2 }))).toBeNull();
  });

  it("bears a result of another shape", () => {
    expect(resultWords(en, done("trust", { precision: "high" }))).toBeNull();
    expect(resultWords(en, done("group", { people: "many" }))).toBe("0 people on 0 faces");
  });

  it("leads to where it is to be seen", () => {
    expect(resultPlace(done("average", { average: "v1" }))).toEqual({
      to: "/averages/$average",
      params: { average: "v1" },
    });
    expect(resultPlace(done("evaluate", { report: "people~accuracy" }))).toEqual({
      to: "/reports/$report",
      params: { report: "people~accuracy" },
    });
    expect(resultPlace(done("add", { new: 0 }))).toBeNull();
  });
});
