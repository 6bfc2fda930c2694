import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { type About, isAbout, operationOf } from "./queries";

/** A kept answer that stands as it will be, and what it was before. */
export interface Foreseen {
  key: QueryKey;
  before: unknown;
  after: unknown;
}

/** Changes one kept answer; returns the same one where nothing changes in it. */
type Change = (operation: string, answer: unknown, key: QueryKey) => unknown;

/** Changes the kept answers about these as if something were done. Returns what it changed. */
export async function foresee(
  queries: QueryClient,
  about: readonly About[],
  change: Change,
): Promise<Foreseen[]> {
  const filter = { predicate: (query: Pick<Query, "queryKey">) => isAbout(query, about) };
  await queries.cancelQueries(filter);
  return queries.getQueriesData(filter).flatMap(([key, before]) => {
    if (before === undefined) return [];
    const after = change(operationOf({ queryKey: key }) ?? "", before, key);
    if (after === before) return [];
    return [{ key, before, after: queries.setQueryData(key, after) }];
  });
}

/**
 * Puts back what was foreseen in vain.
 *
 * An answer that changed since is left alone: what came from the server, or what a later edit
 * foresaw, must not go with it.
 */
export function withdraw(queries: QueryClient, foreseen: readonly Foreseen[]): void {
  for (const { key, before, after } of foreseen) {
    if (queries.getQueryData(key) === after) queries.setQueryData(key, before);
  }
}
