import type { AnswerOrder, QuestionOut } from "@/client/types.gen";
import { letterOf, type Stroke } from "@/lib/letterOf";

export type Kind = QuestionOut["kind"];
export type Reply = AnswerOrder["reply"];

/** What somebody wants to do with the question in front of them. */
export type Step =
  | "left"
  | "middle"
  | "right"
  | "skip"
  | "not_a_face"
  | "ignore"
  | "name"
  | "photo"
  | "undo";

/** A key that was pressed, and where. */
export interface Press extends Stroke {
  /** Ctrl or Cmd is held: it means something else, but for Z. */
  command: boolean;
  /** Alt, or Shift together with Ctrl: it always means something else. */
  held: boolean;
  /** It is held down long. */
  repeat: boolean;
  /** It goes into a field. */
  typing: boolean;
}

const BY_KEY: Readonly<Record<string, Step>> = {
  "1": "left",
  "2": "middle",
  "3": "right",
  ArrowLeft: "left",
  ArrowDown: "middle",
  ArrowRight: "right",
};

const BY_LETTER: Readonly<Record<string, Step>> = {
  s: "skip",
  f: "not_a_face",
  i: "ignore",
  n: "name",
  p: "photo",
  z: "undo",
};

/** The letter of each step, as its button shows it. */
export const LETTERS: Readonly<Partial<Record<Step, string>>> = Object.fromEntries(
  Object.entries(BY_LETTER).map(([letter, step]) => [step, letter.toUpperCase()]),
);

/** Returns what a key asks for; null: nothing of ours. */
export function stepOf(press: Press): Step | null {
  if (press.held || press.repeat || press.typing) return null;
  if (press.command) return letterOf(press) === "z" ? "undo" : null;
  return BY_KEY[press.key] ?? BY_LETTER[letterOf(press)] ?? null;
}

const SIDES: Readonly<Record<Kind, Record<"left" | "middle" | "right", Reply>>> = {
  same: { left: "no", middle: "unsure", right: "yes" },
  who: { left: "ignore", middle: "unsure", right: "name" },
  face: { left: "not_a_face", middle: "unsure", right: "yes" },
};

/** What else can be answered to each kind, beside the three big ones. */
export const OTHERS: Readonly<
  Record<Kind, readonly ("skip" | "not_a_face" | "ignore" | "name")[]>
> = {
  same: ["skip", "name", "not_a_face", "ignore"],
  who: ["skip", "not_a_face"],
  face: ["skip", "name", "ignore"],
};

/** Returns the reply that a step means here; null: it is no reply, or none to this kind. */
export function replyOf(kind: Kind, step: Step): Reply | null {
  if (step === "photo" || step === "undo") return null;
  if (step === "left" || step === "middle" || step === "right") return SIDES[kind][step];
  const asked = OTHERS[kind].some((other) => other === step);
  return asked || Object.values(SIDES[kind]).includes(step) ? step : null;
}
