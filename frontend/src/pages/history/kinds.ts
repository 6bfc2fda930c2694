import type { EditOut } from "@/client/types.gen";

/** What of the log to show. */
export type Choice = "everything" | "names" | "people" | "faces" | "ours";

export const CHOICES: readonly Choice[] = ["everything", "names", "people", "faces", "ours"];

const KINDS: Readonly<Record<Exclude<Choice, "everything">, ReadonlySet<EditOut["kind"]>>> = {
  names: new Set(["name"]),
  people: new Set(["merge", "split", "apart", "hide", "feature", "born", "opt_out", "forget"]),
  faces: new Set(["assign", "confirm", "reject", "not_a_face", "ignore"]),
  ours: new Set(["group"]),
};

/** Returns whether an entry is of the chosen kind. */
export function isOf(choice: Choice, edit: Pick<EditOut, "kind">): boolean {
  return choice === "everything" || KINDS[choice].has(edit.kind);
}

const RUN = "likeness"; // who decided what a run decided, as the log has it

export function isOurs(edit: Pick<EditOut, "who">): boolean {
  return edit.who === RUN;
}

/** Returns whether an entry can be taken back: what is forgotten cannot, and a run is no decision. */
export function canUndo(edit: Pick<EditOut, "kind" | "undone" | "who">): boolean {
  return edit.undone !== true && edit.kind !== "forget" && !isOurs(edit);
}
