import { describe, expect, it } from "vitest";
import type { JobOut } from "@/client/types.gen";
import { doingOf, jobOf, stepOf } from "./steps";

const JOB: JobOut = {
  job: "j0123456789abcdef",
  kind: "add",
  arguments: {},
  who: "",
  state: "running",
  created: "2026-11-21T10:00:00+00:00",
  attempts: 1,
  cancelling: false,
  progress: { stage: "analyse", done: 3, total: 9, faces: 4, failed: 0 },
  changed: 1,
};

describe("the way from nothing to people", () => {
  it("begins with a choice where there is nothing", () => {
    expect(stepOf(null, { photos: 0 }, false)).toEqual({ step: "choose" });
  });

  it("finds the job again that runs, whatever was asked for since", () => {
    const waiting: JobOut = { ...JOB, job: "j2", kind: "uploads", state: "queued" };
    const other: JobOut = { ...JOB, job: "j3", kind: "trust" };
    expect(jobOf([other, waiting, JOB])).toBe(JOB);
    expect(stepOf(JOB, { photos: 0 }, false)).toEqual({ step: "working", job: JOB });
  });

  it("shows the people when the job is done", () => {
    expect(stepOf({ ...JOB, state: "done" }, { photos: 9 }, false)).toEqual({ step: "meet" });
    expect(stepOf(null, { photos: 9 }, false)).toEqual({ step: "meet" });
  });

  it("does not call a folder empty because the count is older than the job", () => {
    const done: JobOut = { ...JOB, state: "done", result: { photos: 9 } };
    expect(stepOf(done, { photos: 0 }, false)).toEqual({ step: "meet" });
  });

  it("says when a folder was empty, when it failed, and when it was stopped", () => {
    const empty: JobOut = { ...JOB, state: "done", result: { photos: 0 } };
    expect(stepOf(empty, { photos: 0 }, false)).toMatchObject({ step: "ended", how: "nothing" });
    expect(stepOf({ ...JOB, state: "failed" }, { photos: 9 }, false)).toMatchObject({
      how: "failed",
    });
    expect(stepOf({ ...JOB, state: "cancelled" }, { photos: 0 }, false)).toMatchObject({
      how: "cancelled",
    });
  });

  it("goes on while photos are sent, even after a job ended", () => {
    expect(stepOf({ ...JOB, state: "failed" }, { photos: 0 }, true)).toEqual({
      step: "working",
      job: null,
    });
  });
});

describe("what goes on", () => {
  it("has words for each stage", () => {
    const at = (stage: string): string =>
      doingOf({ ...JOB, progress: { stage, done: 0, total: null, faces: 0, failed: 0 } });
    expect(["scan", "analyse", "learn", "group"].map(at)).toEqual([
      "scanning",
      "finding",
      "grouping",
      "grouping",
    ]);
    expect(at("something newer")).toBe("waiting");
  });

  it("is waiting until a worker takes it, and stopping once somebody asked for it", () => {
    expect(doingOf({ ...JOB, state: "queued", progress: null })).toBe("waiting");
    expect(doingOf({ ...JOB, cancelling: true })).toBe("stopping");
    expect(doingOf(null)).toBe("sending");
  });
});
