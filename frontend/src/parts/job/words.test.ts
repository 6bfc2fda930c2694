import { describe, expect, it } from "vitest";
import type { JobOut, JobProgress } from "@/client/types.gen";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { amountWords, kindWords, lookedUp, paceWords, share, stageWords, whoWords } from "./words";

const PROGRESS: JobProgress = { stage: "analyse", done: 12, total: 50, faces: 3, failed: 0 };
const JOB: JobOut = {
  job: "j0123456789abcdef",
  kind: "add",
  arguments: {},
  who: "Anna",
  state: "running",
  created: "2026-01-01T10:00:00Z",
  attempts: 1,
  cancelling: false,
  progress: PROGRESS,
  changed: 7,
};

describe("the words of a job", () => {
  it("name the stage it is in", () => {
    expect(stageWords(en, JOB)).toBe("Finding faces");
    expect(stageWords(ko, JOB)).toBe("얼굴을 찾는 중");
  });

  it("say that it waits, starts, stops or has ended", () => {
    expect(stageWords(en, { ...JOB, state: "queued" })).toBe("Waits for its turn");
    expect(stageWords(en, { ...JOB, progress: null })).toBe("Starting");
    expect(stageWords(en, { ...JOB, cancelling: true })).toBe("Stopping after this step");
    expect(stageWords(en, { ...JOB, state: "cancelled", cancelling: true })).toBe("Stopped");
  });

  it("count in what the stage goes through", () => {
    expect(amountWords(en, PROGRESS)).toBe("12 of 50 photos");
    expect(amountWords(en, { ...PROGRESS, stage: "scan", total: null })).toBe("12 files");
    expect(amountWords(ko, PROGRESS)).toBe("사진 50장 중 12장");
    expect(paceWords(en, "analyse", "3.4", "second")).toBe("3.4 photos a second");
  });

  it("fall back to the server's own names where those are newer than this page", () => {
    expect(kindWords(en, "brew")).toBe("brew");
    expect(amountWords(en, { ...PROGRESS, stage: "brew" })).toBe("12 of 50 steps");
    expect(lookedUp(en.jobs.kinds, "constructor")).toBeNull();
  });

  it("tell who asked from a folder that changed", () => {
    expect(whoWords(en, "Anna")).toBe("asked for by Anna");
    expect(whoWords(en, "watching")).toBe("a folder changed");
    expect(whoWords(en, "")).toBe("");
  });

  it("know a share only where the total is known", () => {
    expect(share(PROGRESS)).toBe(0.24);
    expect(share({ ...PROGRESS, total: null })).toBeNull();
    expect(share({ ...PROGRESS, done: 60 })).toBe(1);
    expect(share(null)).toBeNull();
  });
});
