import { type QueryClient, useQuery } from "@tanstack/react-query";
import {
  getNetworkOptions,
  getResemblancePathOptions,
  listBridgesOptions,
  listLookAlikesOptions,
  listRelativesOptions,
} from "@/client/@tanstack/react-query.gen";
import { ApiError } from "./api";
import type { NetworkKind } from "./networkView";
import { refresh } from "./queries";

/** Returns the newest network of people or of faces. */
export function useNetwork(of: NetworkKind) {
  return useQuery({
    ...getNetworkOptions({ query: { of } }),
    structuralSharing: false, // comparing hundreds of thousands of numbers takes longer than drawing
    throwOnError: (error) => !isMissing(error),
  });
}

/** Returns how somebody leads to somebody else; nothing is asked until both are known. */
export function usePath(of: NetworkKind, from: string | undefined, to: string | undefined) {
  return useQuery({
    ...getResemblancePathOptions({ query: { of, from: from ?? "", to: to ?? "" } }),
    enabled: from !== undefined && to !== undefined,
  });
}

/** Returns people who look alike and are never on a photo together. */
export function useRelatives(limit: number) {
  return useQuery(listRelativesOptions({ query: { limit } }));
}

/** Returns people who look alike. */
export function useAlike(limit: number) {
  return useQuery(listLookAlikesOptions({ query: { limit } }));
}

/** Returns people through whom groups hang together. */
export function useBridges(limit: number) {
  return useQuery(listBridgesOptions({ query: { limit } }));
}

/** Returns whether the server has no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Asks again for everything about networks: another one was made. */
export function refreshNetwork(queries: QueryClient): void {
  refresh(queries, ["network"]);
}
