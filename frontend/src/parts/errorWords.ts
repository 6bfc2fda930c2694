import { ApiError, UnreachableError } from "@/data/api";
import type { Texts } from "@/text";

/** Why something did not work, for who reads it. */
export interface ErrorWords {
  /** In the reader's language. */
  said: string;
  /** What the server said of it, in English; null: nothing that would help. */
  detail: string | null;
}

type Name = Exclude<keyof Texts["common"]["refused"], "details">;

/** By kind of problem, as `rest/problems.py` names them. */
const KINDS: Readonly<Record<string, Name>> = {
  "unknown-photo": "photo",
  "unknown-face": "face",
  "unknown-person": "person",
  "unknown-collection": "collection",
  "unknown-average": "average",
  "unknown-job": "job",
  "unknown-account": "account",
  "nothing-found": "nothingFound",
  "edit-refused": "contradicts",
  "upload-taken": "taken",
  "photo-refused": "picture",
  busy: "busy",
};

const STATUSES: Readonly<Record<number, Name>> = {
  400: "senseless",
  401: "login",
  403: "right",
  404: "missing",
  413: "large",
  422: "senseless",
  429: "busy",
  503: "busy",
};

/** Of these everything is said: what the server adds is for who writes programs. */
const PLAIN: ReadonlySet<number> = new Set([401, 404, 429]);

/** Returns why something did not work. */
export function errorWords(error: unknown, { common }: Pick<Texts, "common">): ErrorWords {
  if (error instanceof UnreachableError) return { said: common.unreachable, detail: null };
  if (!(error instanceof ApiError)) return { said: common.broken, detail: null };
  if (isNoAddress(error)) return { said: common.refused.missing, detail: null };
  const said = common.refused[KINDS[error.kind] ?? STATUSES[error.status] ?? "failed"];
  const detail = PLAIN.has(error.status) ? "" : error.message || error.title;
  return { said, detail: detail === "" ? null : detail };
}

/** Returns whether what was asked for does not exist, or is named as nothing can be named. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || isNoAddress(error));
}

function isNoAddress({ faults }: ApiError): boolean {
  return faults.length > 0 && faults.every(({ where }) => where.startsWith("path."));
}
