import {
  type QueryClient,
  type QueryKey,
  type UseMutationOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { undoEdit } from "@/client/sdk.gen";
import type { EditOut } from "@/client/types.gen";
import { type Foreseen, foresee, withdraw } from "./foreseeing";
import { PartlyDoneError } from "./oneByOne";
import { type About, refresh } from "./queries";
import { type Toasts, useToasts } from "./toasts";

export interface EditOptions<Wanted> {
  /** Asks the server; returns the entries of the log that it made. */
  edit: (wanted: Wanted) => Promise<EditOut | EditOut[] | { edits: number[] }>;
  /** What the toast says when it is done. Nothing: no toast. */
  said?: (wanted: Wanted) => string;
  /**
   * Changes one answer that is kept as if the edit were done: it is on screen at once, and taken
   * back should the server refuse. Called for every kept answer about people or photos.
   *
   * @returns The answer as it will be; the same one where nothing changes in it.
   */
  foresee?: (operation: string, answer: unknown, wanted: Wanted, key: QueryKey) => unknown;
  /** What to ask for again afterwards. */
  about?: readonly About[];
  onDone?: (wanted: Wanted, edits: readonly number[]) => void;
}

const EVERYTHING: readonly About[] = ["people", "photos", "edits"];

/**
 * Does something that can be undone: it shows at once, a toast offers to take it back.
 *
 * Every decision of a human goes through here, so that none is without a way back.
 */
export function useEdit<Wanted>(options: EditOptions<Wanted>) {
  const queries = useQueryClient();
  const toasts = useToasts();
  return useMutation(editing(queries, toasts, options));
}

type Answer = Awaited<ReturnType<EditOptions<never>["edit"]>>;

/** Returns how an edit is done, shown beforehand, told and taken back. */
export function editing<Wanted>(
  queries: QueryClient,
  toasts: Toasts,
  options: EditOptions<Wanted>,
) {
  const about = options.about ?? EVERYTHING;
  const takeBack = async (edits: readonly number[]): Promise<void> => {
    try {
      for (const edit of edits.toReversed()) await undoEdit({ path: { edit } });
    } finally {
      refresh(queries, about);
    }
  };
  return {
    mutationFn: options.edit,
    onMutate: async (wanted) => {
      const { foresee: change } = options;
      if (change === undefined) return [];
      return await foresee(queries, about, (operation, answer, key) =>
        change(operation, answer, wanted, key),
      );
    },
    onError: (error, _wanted, foreseen) => {
      withdraw(queries, foreseen ?? []);
      if (!(error instanceof PartlyDoneError)) return toasts.failed(error);
      toasts.partly(error.cause, () => takeBack(error.edits));
    },
    onSuccess: (answer, wanted) => {
      const edits = numbers(answer);
      if (options.said !== undefined) {
        const said = options.said(wanted);
        if (edits.length === 0) toasts.told(said);
        else toasts.done(said, () => takeBack(edits));
      }
      options.onDone?.(wanted, edits);
    },
    onSettled: () => refresh(queries, about),
  } satisfies UseMutationOptions<Answer, Error, Wanted, readonly Foreseen[]>;
}

function numbers(answer: Answer): number[] {
  if (Array.isArray(answer)) return answer.map((edit) => edit.edit);
  return "edits" in answer ? answer.edits : [answer.edit];
}
