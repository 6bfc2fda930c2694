import { useIsMutating, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { listQuestionsOptions } from "@/client/@tanstack/react-query.gen";
import { answerQuestion, undoEdit } from "@/client/sdk.gen";
import type { QuestionOut, ReviewStateOut } from "@/client/types.gen";
import { useEdit } from "@/data/edit";
import { facePortrait } from "@/data/pictures";
import { oneLess } from "./goal";
import type { Reply } from "./keys";
import { answered, arrived, EMPTY, type Queue, returned, sidesOf } from "./queue";

const AHEAD = 20; // questions asked for at once
const PICTURES_AHEAD = 2; // questions whose faces are loaded before they are asked
const REST_MS = 250; // so long a question stands before that: who hurries needs the server

interface Answer {
  question: QuestionOut;
  reply: Reply;
  name?: string;
}

interface Past {
  question: QuestionOut;
  /** What the answer put into the log; empty where it decided nothing. */
  edits: Promise<readonly number[]>;
}

/** The question in front of somebody, and what they can do with it. */
export interface Reviewing {
  question: QuestionOut | null;
  /** Nothing is on its way: what is shown is all there is. */
  settled: boolean;
  answer: (reply: Reply, name?: string) => void;
  /** Takes the last answer back; null: there is none. */
  undo: (() => void) | null;
}

/** Asks one question after the other: answers are on screen at once, and sent in their order. */
export function useReview(): Reviewing {
  const asked = useQuery({
    ...listQuestionsOptions({ query: { limit: AHEAD } }),
    staleTime: 0,
    throwOnError: true,
  });
  const [queue, setQueue] = useState<Queue>(EMPTY);
  const [past, setPast] = useState<readonly Past[]>([]);
  const sending = useSending();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what had to wait comes when it is quiet.
  useEffect(() => {
    if (asked.data === undefined) return;
    const fresh = asked.data;
    setQueue((before) => arrived(before, fresh, sending.unsettled()));
  }, [asked.data, sending.isQuiet, sending.unsettled]);
  usePicturesAhead(queue);

  const answer = (reply: Reply, name?: string): void => {
    const question = queue.current;
    if (question === null) return;
    const edits = sending.send({ question, reply, ...(name === undefined ? {} : { name }) });
    setQueue(answered);
    setPast((before) => [...before, { question, edits }]);
    edits.catch(() => {
      // Refused, which a toast explains: it is asked again as long as the server would.
      setPast((before) => before.filter((one) => one.edits !== edits));
      setQueue((before) => ({ ...before, answered: without(before.answered, question.question) }));
    });
  };
  const last = past.at(-1);
  const undo = (): void => {
    if (last === undefined) return;
    setPast((before) => before.slice(0, -1));
    setQueue((before) => returned(before, last.question));
    sending.takeBack(last);
  };
  return {
    question: queue.current,
    settled: asked.data !== undefined && !asked.isFetching && sending.isQuiet,
    answer,
    undo: last === undefined ? null : undo,
  };
}

/** Sends one after the other: an answer may rest on the one before. */
function useSending() {
  const isQuiet = useIsMutating() === 0;
  const [line] = useState(() => new Line());
  const answering = useEdit<Answer>({
    edit: ({ question, reply, name }) =>
      line.wait(sidesOf(question), async () => {
        const body = { question: question.question, reply, name: name ?? null };
        return (await answerQuestion({ body })).data;
      }),
    foresee: (operation, answer) =>
      operation === "getReviewState" ? oneLess(answer as ReviewStateOut) : answer,
  });
  const undoing = useEdit<Past>({
    edit: ({ question, edits }) =>
      line.wait(sidesOf(question), async () => {
        const made = await edits.catch(() => []);
        for (const edit of made.toReversed()) await undoEdit({ path: { edit } });
        return { edits: [] };
      }),
  });
  return {
    send: async (answer: Answer): Promise<readonly number[]> => {
      const done = await answering.mutateAsync(answer);
      return "edits" in done ? done.edits : [];
    },
    takeBack: (past: Past): void => undoing.mutate(past),
    unsettled: line.unsettled,
    isQuiet,
  };
}

/** Work that is done one after the other, and whom it is about. */
class Line {
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting: (readonly string[])[] = [];

  async wait<Done>(about: readonly string[], work: () => Promise<Done>): Promise<Done> {
    this.#waiting.push(about);
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(about), 1);
    }
  }

  readonly unsettled = (): ReadonlySet<string> => new Set(this.#waiting.flat());
}

/** Loads the faces of the next questions, so that they are there when they are asked. */
function usePicturesAhead({ current, next }: Queue): void {
  const loading = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    const wanted = next.slice(0, PICTURES_AHEAD).flatMap(facesOf);
    const kept = new Set([...wanted, ...(current === null ? [] : facesOf(current))]);
    for (const [face, picture] of loading.current) {
      if (kept.has(face)) continue;
      if (!picture.complete) picture.removeAttribute("src"); // answers need the connection
      loading.current.delete(face);
    }
    const resting = setTimeout(() => {
      for (const face of wanted) {
        if (loading.current.has(face)) continue;
        const picture = new Image();
        picture.fetchPriority = "low";
        picture.src = facePortrait(face, 512);
        loading.current.set(face, picture);
      }
    }, REST_MS);
    return () => clearTimeout(resting);
  }, [current, next]);
}

function facesOf(question: QuestionOut): string[] {
  return [question.one, question.other].flatMap((side) => side?.best[0]?.face ?? []);
}

function without(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const left = new Set(set);
  left.delete(item);
  return left;
}
