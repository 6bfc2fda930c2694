import type { JobOut } from "@/client/types.gen";
import type { Texts } from "@/text";

type Result = Readonly<Record<string, unknown>>;

/** Where one sees what came of a job. */
export type ResultPlace =
  | { to: "/trust" | "/map" | "/network" | "/averages" | "/people" | "/photos" }
  | { to: "/averages/$average"; params: { average: string } }
  | { to: "/reports/$report"; params: { report: string } };

/** Returns what came of a job that is done, in a sentence; null where nothing can be said. */
export function resultWords(text: Texts, job: JobOut): string | null {
  if (job.state !== "done") return null;
  if (job.result === null || job.result === undefined) {
    return job.kind === "doctor" || job.kind === "evaluate" ? text.jobs.results.hidden : null;
  }
  return WORDS[job.kind]?.(text.jobs.results, job.result) ?? null;
}

/** Returns where one sees what came of a job. */
export function resultPlace(job: JobOut): ResultPlace | null {
  if (job.state !== "done") return null;
  const result = job.result ?? {};
  switch (job.kind) {
    case "add":
    case "uploads":
      return count(result, "new") > 0 ? { to: "/photos" } : null;
    case "group":
      return { to: "/people" };
    case "trust":
      return { to: "/trust" };
    case "map":
      return { to: "/map" };
    case "network":
      return { to: "/network" };
    case "average":
      return typeof result["average"] === "string"
        ? { to: "/averages/$average", params: { average: result["average"] } }
        : null;
    case "averages":
    case "average_strip":
    case "average_template":
    case "average_difference":
      return { to: "/averages" };
    case "evaluate":
      return typeof result["report"] === "string"
        ? { to: "/reports/$report", params: { report: result["report"] } }
        : null;
    default:
      return null;
  }
}

/** One thing that a check of the library looked at. */
export interface Checked {
  check: string;
  ok: boolean;
  detail: string;
}

/** Returns what a check of the library looked at; nothing for other jobs. */
export function checksOf(job: JobOut): Checked[] {
  const checks: unknown = job.kind === "doctor" ? job.result?.["checks"] : undefined;
  return Array.isArray(checks) ? checks.filter(isChecked) : [];
}

type Words = Texts["jobs"]["results"];

const WORDS: Record<string, (words: Words, result: Result) => string | null> = {
  add: added,
  uploads: added,
  group: (words, result) =>
    listed([
      words.group(count(result, "people"), count(result, "faces")),
      some(words.alone, result, "unassigned"),
    ]),
  trust: (words, result) => {
    const precision = result["precision"];
    if (typeof precision !== "object" || precision === null) return null;
    return words.trust(Math.round(100 * count(precision as Result, "value")));
  },
  doctor: (words, result) => {
    const checks = Array.isArray(result["checks"]) ? result["checks"].filter(isChecked) : [];
    const wrong = checks.filter((check) => !check.ok).length;
    return wrong > 0 ? words.unsound(wrong, checks.length) : words.sound(checks.length);
  },
  upgrade: (words, result) =>
    count(result, "faces") > 0
      ? words.upgraded(count(result, "faces"), count(result, "photos"))
      : words.upToDate,
  average: (words) => words.average,
  averages: (words, result) =>
    words.averages(Array.isArray(result["averages"]) ? result["averages"].length : 0),
  average_strip: (words) => words.picture,
  average_template: (words) => words.picture,
  average_difference: (words) => words.picture,
  map: (words, result) => words.map(count(result, "faces")),
  network: (words) => words.network,
  evaluate: (words) => words.evaluate,
};

function added(words: Words, result: Result): string {
  const fresh = count(result, "new");
  const photos = count(result, "photos");
  const first =
    fresh > 0
      ? [words.newPhotos(fresh), some(words.newFaces, result, "faces")].filter(Boolean).join(", ")
      : photos > 0
        ? words.nothingNew(photos)
        : words.noPhotos;
  return listed([
    first,
    some(words.moved, result, "moved"),
    some(words.missing, result, "missing"),
    some(words.failed, result, "failed"),
  ]);
}

function some(words: (n: number) => string, result: Result, name: string): string {
  const n = count(result, name);
  return n > 0 ? words(n) : "";
}

function listed(parts: readonly string[]): string {
  return parts.filter(Boolean).join("; ");
}

function count(result: Result, name: string): number {
  const value = result[name];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function isChecked(given: unknown): given is Checked {
  if (typeof given !== "object" || given === null) return false;
  const { check, ok, detail } = given as Record<string, unknown>;
  return typeof check === "string" && typeof ok === "boolean" && typeof detail === "string";
}
