import type { QuestionOut } from "@/client/types.gen";
import type { Texts } from "@/text";
import type { Kind, Step } from "./keys";

type Words = Texts["review"];

/** Returns a question as a sentence. */
export function sentenceOf(question: QuestionOut, words: Words): string {
  if (question.kind === "who") return words.who;
  if (question.kind === "face") return words.face;
  const name = question.other?.name ?? question.one.name;
  return name === null ? words.same : words.sameAs(name);
}

/** Returns what a step is called where this kind of question is asked. */
export function labelOf(kind: Kind, step: Step, words: Words): string {
  return (LABELS[kind][step] ?? LABELS.any[step] ?? (() => step))(words);
}

const LABELS: Readonly<
  Record<Kind | "any", Readonly<Partial<Record<Step, (words: Words) => string>>>>
> = {
  same: {
    left: (words) => words.noSame,
    right: (words) => words.yesSame,
    name: (words) => words.nameLeft,
    not_a_face: (words) => words.noFaceLeft,
    ignore: (words) => words.strangerLeft,
  },
  who: {
    left: (words) => words.stranger,
    middle: (words) => words.unknown,
    right: (words) => words.giveName,
  },
  face: {
    left: (words) => words.noFace,
    right: (words) => words.keep,
  },
  any: {
    middle: (words) => words.unsure,
    skip: (words) => words.skip,
    not_a_face: (words) => words.noFace,
    ignore: (words) => words.stranger,
    name: (words) => words.nameIt,
    photo: (words) => words.photo,
    undo: (words) => words.undo,
  },
};
