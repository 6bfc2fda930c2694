import { ApiError, isAway } from "@/data/api";
import type { Texts } from "@/text";

type Refusal = keyof Texts["game"]["join"]["refused"];

/** Kinds of problems that have words of their own, as `rest/problems.py` names them. */
const KINDS: readonly Refusal[] = [
  "no-face",
  "several-faces",
  "unclear-face",
  "closed",
  "no-consent",
  "bad-nickname",
  "already-joined",
  "forgotten",
  "photo-refused",
  "full",
];

/** Returns which words say why somebody could not join. */
export function refusalOf(error: unknown): Refusal {
  if (isAway(error)) return "busy";
  if (!(error instanceof ApiError)) return "other";
  const known = KINDS.find((kind) => kind === error.kind);
  if (known !== undefined) return known;
  if (error.status === 413) return "large";
  return error.status === 429 ? "busy" : "other";
}
