import type { JobOut } from "@/client/types.gen";

/** Kinds of jobs that make averages, and pictures of them. */
const KINDS: ReadonlySet<string> = new Set([
  "average",
  "averages",
  "average_strip",
  "average_template",
  "average_difference",
]);
const FRESH_MS = 3_600_000; // a failure of this morning is no news any more

/** Returns the jobs that make something here and whose outcome is not seen yet, newest first. */
export function makingsOf(
  jobs: readonly JobOut[],
  dismissed: ReadonlySet<string>,
  settling: ReadonlySet<string>,
  now: number,
): JobOut[] {
  return jobs.filter((job) => {
    if (!KINDS.has(job.kind) || dismissed.has(job.job)) return false;
    if (isBusy(job) || settling.has(job.job)) return true;
    return job.state === "failed" && isFresh(job, now);
  });
}

/** Returns whether a job runs or waits. */
export function isBusy(job: JobOut): boolean {
  return job.state === "queued" || job.state === "running";
}

/** Returns whether a job makes a new average. */
export function isNew(job: JobOut): boolean {
  return job.kind === "average";
}

/** Returns whether a job makes a picture of averages. */
export function isPicture(job: JobOut): boolean {
  return job.kind !== "average" && job.kind !== "averages";
}

/** Returns whether a job makes an average anew. */
export function remakes(job: JobOut, average: string): boolean {
  if (job.kind !== "averages") return false;
  const named = strings(job.arguments["averages"]);
  return named.length === 0 || named.includes(average);
}

/** Returns whether a job makes a picture of an average; strips are of its title, not of its id. */
export function pictures(job: JobOut, average: { average: string; title: string }): boolean {
  switch (job.kind) {
    case "average_strip":
      return job.arguments["title"] === average.title;
    case "average_template":
      return strings(job.arguments["averages"]).includes(average.average);
    case "average_difference":
      return job.arguments["average"] === average.average;
    default:
      return false;
  }
}

/** Returns the title of what a job makes, as far as the job says it. */
export function titleOf(job: JobOut, titles: ReadonlyMap<string, string>): string | null {
  const own = job.arguments["title"];
  if (typeof own === "string") return own;
  const one = job.arguments["average"];
  const ids = typeof one === "string" ? [one] : strings(job.arguments["averages"]);
  const known = ids.flatMap((id) => titles.get(id) ?? []);
  return known.length === 0 ? null : known.join(", ");
}

function isFresh(job: JobOut, now: number): boolean {
  return typeof job.finished === "string" && now - Date.parse(job.finished) < FRESH_MS;
}

function strings(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((one) => typeof one === "string") : [];
}
