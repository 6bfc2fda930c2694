import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { find } from "@/client/sdk.gen";
import type { FindOut } from "@/client/types.gen";
import { orderOf } from "./choice";
import { type SearchState, search, useSearchState } from "./search";

const CALM_MS = 220; // several faces are often clicked one after the other
const KEPT_MS = 600_000;

/** What there is to say about the search now. */
export type Answering =
  /** Pictures are looked at. */
  | { state: "looking" }
  /** No face counts, or no picture can be used. */
  | { state: "nobody"; usable: boolean }
  | { state: "searching" }
  | { state: "failed"; error: Error; again: () => void }
  /** With what was asked for; `stale` while the answer to another question is on its way. */
  | { state: "answered"; found: FindOut; asked: SearchState; stale: boolean };

/** Searches anew whenever something of the question changes. */
export function useAnswer(): Answering {
  const now = useSearchState();
  const [asked] = useDebouncedValue(now, CALM_MS);
  const looking = now.brought.some(isLookedAt);
  const order = orderOf(asked.brought, asked.everything, asked.collection);
  const nobody = orderOf(now.brought, now.everything, now.collection) === null;

  const answer = useQuery({
    queryKey: [{ _id: "find-answer" }, questionOf(asked)],
    queryFn: async ({ signal }) => {
      const { data } = await search.asked(asked, (body) => find({ body, signal }));
      return { found: data, asked };
    },
    enabled: order !== null && !asked.brought.some(isLookedAt),
    placeholderData: keepPreviousData,
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
  });

  if (looking) return { state: "looking" };
  if (nobody) return { state: "nobody", usable: now.brought.some(isSeen) };
  if (answer.isError && !answer.isFetching) {
    return { state: "failed", error: answer.error, again: () => void answer.refetch() };
  }
  if (answer.data === undefined) return { state: "searching" };
  const stale = answer.isPlaceholderData || asked !== now;
  return { state: "answered", ...answer.data, stale };
}

type Brought = SearchState["brought"][number];

function isLookedAt(one: Brought): boolean {
  return one.kind === "picture" && one.sample === null && one.fault === null;
}

function isSeen(one: Brought): boolean {
  return one.kind === "face" || one.sample !== null;
}

/** What makes one question another: not the ids of the server, which change every ten minutes. */
function questionOf({ brought, everything, collection }: SearchState): unknown {
  return {
    brought: brought.map((one) => (one.kind === "face" ? one.face : [one.id, one.chosen])),
    everything,
    collection,
  };
}
