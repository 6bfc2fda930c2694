import type { JobOut, LibraryOut } from "@/client/types.gen";

/** Where somebody is on the way from nothing to people. */
export type Step =
  | { step: "choose" }
  | { step: "working"; job: JobOut | null }
  | { step: "ended"; job: JobOut; how: "failed" | "cancelled" | "nothing" }
  | { step: "meet" };

const KINDS = new Set(["add", "uploads"]);

/** Returns the newest job that brings photos: one that runs, before any that ended. */
export function jobOf(jobs: readonly JobOut[]): JobOut | null {
  const ours = jobs.filter((job) => KINDS.has(job.kind));
  return (
    ours.find((job) => job.state === "running") ??
    ours.find((job) => job.state === "queued") ??
    ours[0] ??
    null
  );
}

/**
 * Returns where one is: told by the server alone, so that a reload is no step back.
 *
 * @param job The newest job that brings photos.
 * @param sending Photos are on their way from this page.
 */
export function stepOf(
  job: JobOut | null,
  library: Pick<LibraryOut, "photos">,
  sending: boolean,
): Step {
  if (job !== null && (job.state === "running" || job.state === "queued")) {
    return { step: "working", job };
  }
  if (sending) return { step: "working", job: null };
  if (job === null) return { step: library.photos === 0 ? "choose" : "meet" };
  if (job.state === "failed") return { step: "ended", job, how: "failed" };
  if (job.state === "cancelled") return { step: "ended", job, how: "cancelled" };
  // What the library holds may have been asked for before the job was done.
  const nothing = library.photos === 0 && job.result?.photos === 0;
  return nothing ? { step: "ended", job, how: "nothing" } : { step: "meet" };
}

/** What a job does now, as somebody at the beginning wants to hear it. */
export type Doing = "waiting" | "scanning" | "finding" | "grouping" | "sending" | "stopping";

const STAGES: Readonly<Record<string, Doing>> = {
  scan: "scanning",
  analyse: "finding",
  learn: "grouping",
  group: "grouping",
  index: "grouping",
};

/** Returns what goes on. */
export function doingOf(job: JobOut | null): Doing {
  if (job === null) return "sending";
  if (job.cancelling) return "stopping";
  if (job.state !== "running") return "waiting";
  return STAGES[job.progress?.stage ?? ""] ?? "waiting";
}
