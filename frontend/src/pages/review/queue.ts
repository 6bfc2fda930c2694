import type { QuestionOut } from "@/client/types.gen";

/** Questions that wait here, so that the next one is there at once. */
export interface Queue {
  /** The one in front of somebody: it is never changed under their finger. */
  current: QuestionOut | null;
  next: readonly QuestionOut[];
  /** Ids of questions that were answered here, and are not to come again. */
  answered: ReadonlySet<string>;
}

export const EMPTY: Queue = { current: null, next: [], answered: new Set() };

/**
 * Takes what the server would ask now.
 *
 * @param unsettled Ids of people and faces whose answers are still on their way: what is asked about
 *   them may be out of date.
 */
export function arrived(
  queue: Queue,
  asked: readonly QuestionOut[],
  unsettled: ReadonlySet<string> = new Set(),
): Queue {
  const open = asked.filter(
    (question) =>
      !queue.answered.has(question.question) &&
      question.question !== queue.current?.question &&
      !touches(question, unsettled),
  );
  if (queue.current !== null) return { ...queue, next: open };
  return { ...queue, current: open[0] ?? null, next: open.slice(1) };
}

/** Goes on to the next question that the answer to this one leaves as it is. */
export function answered(queue: Queue): Queue {
  if (queue.current === null) return queue;
  const about = new Set(sidesOf(queue.current));
  const next = queue.next.filter((question) => !touches(question, about));
  return {
    current: next[0] ?? null,
    next: next.slice(1),
    answered: new Set([...queue.answered, queue.current.question]),
  };
}

/** Brings a question back: it is asked now, what was asked waits. */
export function returned(queue: Queue, question: QuestionOut): Queue {
  const rest = queue.next.filter((other) => other.question !== question.question);
  const waiting = queue.current !== null && queue.current.question !== question.question;
  const left = new Set(queue.answered);
  left.delete(question.question);
  return {
    current: question,
    next: waiting && queue.current !== null ? [queue.current, ...rest] : rest,
    answered: left,
  };
}

/** Returns the ids of the people and faces that a question is about. */
export function sidesOf(question: QuestionOut): string[] {
  return question.other === null ? [question.one.id] : [question.one.id, question.other.id];
}

function touches(question: QuestionOut, sides: ReadonlySet<string>): boolean {
  return sidesOf(question).some((side) => sides.has(side));
}
