import { describe, expect, it } from "vitest";
import type { JobOut } from "@/client/types.gen";
import { makingsOf, pictures, remakes, titleOf } from "./makings";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const NONE = new Set<string>();

function job(id: string, more: Partial<JobOut>): JobOut {
  return {
    job: id,
    kind: "average",
    arguments: {},
    who: "Anna",
    state: "running",
    created: "2026-01-01T11:00:00Z",
    attempts: 1,
    cancelling: false,
    changed: 1,
    ...more,
  };
}
const shown = (jobs: JobOut[], dismissed = NONE, settling = NONE) =>
  makingsOf(jobs, dismissed, settling, NOW).map((one) => one.job);

describe("what is being made", () => {
  it("is what runs or waits, of the kinds that make pictures", () => {
    const jobs = [
      job("a", {}),
      job("b", { kind: "average_strip", state: "queued" }),
      job("c", { kind: "group" }),
      job("d", { state: "done" }),
    ];
    expect(shown(jobs)).toEqual(["a", "b"]);
  });

  it("is also what has just failed, until somebody has seen it", () => {
    const failed = job("a", { state: "failed", finished: "2026-01-01T11:50:00Z" });
    expect(shown([failed])).toEqual(["a"]);
    expect(shown([failed], new Set(["a"]))).toEqual([]);
    expect(shown([{ ...failed, finished: "2025-12-31T11:50:00Z" }])).toEqual([]);
  });

  it("stays until its picture is there", () => {
    expect(shown([job("a", { state: "done" })], NONE, new Set(["a"]))).toEqual(["a"]);
  });

  it("belongs to the average that it is of", () => {
    const of = { average: "a1", title: "Party" };
    expect(pictures(job("a", { kind: "average_strip", arguments: { title: "Party" } }), of)).toBe(
      true,
    );
    const template = { kind: "average_template", arguments: { averages: ["a2", "a1"] } };
    expect(pictures(job("a", template), of)).toBe(true);
    expect(pictures(job("a", { kind: "average_difference", arguments: {} }), of)).toBe(false);
    expect(pictures(job("a", { arguments: { title: "Party" } }), of)).toBe(false);
  });

  it("makes one average anew, or all of them", () => {
    expect(remakes(job("a", { kind: "averages", arguments: { averages: ["a1"] } }), "a1")).toBe(
      true,
    );
    expect(remakes(job("a", { kind: "averages", arguments: { averages: ["a2"] } }), "a1")).toBe(
      false,
    );
    expect(remakes(job("a", { kind: "averages", arguments: { averages: [] } }), "a1")).toBe(true);
  });

  it("has the title that it will have, or that of what it is made of", () => {
    const titles = new Map([["a1", "Party"]]);
    expect(titleOf(job("a", { arguments: { title: "Women" } }), titles)).toBe("Women");
    expect(titleOf(job("a", { arguments: { average: "a1" } }), titles)).toBe("Party");
    expect(titleOf(job("a", { arguments: { averages: ["a9"] } }), titles)).toBeNull();
  });
});
