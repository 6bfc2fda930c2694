import type { JobOut, JobProgress } from "@/client/types.gen";
import type { Texts } from "@/text";

type Unit = keyof Texts["jobs"]["amounts"];

const UNITS: Record<string, Unit> = {
  scan: "files",
  analyse: "photos",
  group: "faces",
  learn: "people",
  index: "faces",
  upgrade: "photos",
  export: "photos",
  pictures: "pictures",
  rows: "rows",
  backup: "files",
  verify: "megabytes",
  restore: "megabytes",
  evaluate: "steps",
  choose: "faces",
  look: "photos",
  average: "steps",
  portraits: "portraits",
  map: "steps",
};

/** Returns what a job does, as a title; its own name where it is newer than this page. */
export function kindWords(text: Texts, kind: string): string {
  return lookedUp(text.jobs.kinds, kind) ?? kind;
}

const WATCHER = "watching"; // what the server calls itself where a folder changed

/** Returns who asked for a job; "" where nobody knows. */
export function whoWords(text: Texts, who: string): string {
  if (who === WATCHER) return text.jobs.byItself;
  return who === "" ? "" : text.jobs.askedBy(who);
}

/** Returns what a job does now, in words. */
export function stageWords(text: Texts, job: JobOut): string {
  if (job.state !== "running") return text.jobs.states[job.state];
  if (job.cancelling) return text.jobs.stopping;
  if (job.progress === undefined || job.progress === null) return text.jobs.starting;
  return lookedUp(text.jobs.stages, job.progress.stage) ?? kindWords(text, job.kind);
}

/** Returns "12 of 50 photos". */
export function amountWords(text: Texts, progress: JobProgress): string {
  return text.jobs.amounts[unitOf(progress.stage)](progress.done, progress.total);
}

/** Returns "3.4 photos a second". */
export function paceWords(text: Texts, stage: string, n: string, per: "second" | "minute"): string {
  return text.jobs.paces[unitOf(stage)](n, per);
}

/** Returns the share of the present stage that is done, [0, 1]; null where nobody knows. */
export function share(progress: JobProgress | null | undefined): number | null {
  if (progress === undefined || progress === null) return null;
  if (progress.total === null || progress.total <= 0) return null;
  return Math.min(progress.done / progress.total, 1);
}

function unitOf(stage: string): Unit {
  return UNITS[stage] ?? "steps";
}

/** Returns what a table of words has under a name of the server's, which may be newer than it. */
export function lookedUp(words: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(words, name) ? (words[name] ?? null) : null;
}
