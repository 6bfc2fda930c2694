import { useQueries } from "@tanstack/react-query";
import { getPersonOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout } from "@/client/types.gen";

const MOST = 24; // people who are asked for one by one

/** Returns the first of some people, as far as they are known, and the names they have. */
export function useNames(ids: readonly string[]): { people: PersonAbout[]; names: string[] } {
  const people = useQueries({
    queries: ids.slice(0, MOST).map((person) => getPersonOptions({ path: { person } })),
    combine: (asked) => asked.flatMap(({ data }) => data ?? []),
  });
  return { people, names: people.flatMap(({ name }) => name ?? []) };
}
