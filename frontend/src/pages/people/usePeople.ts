import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { listPeopleInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { type Listing, listingsOf, type Wanted, withoutTwice } from "./order";

const PAGE = 200;

/** People in order, as far as they are loaded. */
export interface Listed {
  people: readonly PersonOut[];
  isPending: boolean;
  isLoadingMore: boolean;
  hasMore: boolean;
  loadMore: () => void;
}

/** Lists people page by page. */
export function usePeople(wanted: Wanted): Listed {
  const { order, hidden, name } = wanted;
  const [first, second] = useMemo(() => listingsOf({ order, hidden, name }), [order, hidden, name]);
  const one = useListing(first, true);
  const two = useListing(second ?? first, second !== undefined && one.isWhole);
  const people = useMemo(
    () => withoutTwice(second === undefined ? one.people : [...one.people, ...two.people]),
    [one.people, two.people, second],
  );
  const last = second !== undefined && one.isWhole ? two : one;
  const { fetchMore } = last;
  return {
    people,
    isPending: one.isPending || (people.length === 0 && two.isPending && second !== undefined),
    isLoadingMore: one.isLoadingMore || two.isLoadingMore,
    hasMore: !last.isWhole,
    loadMore: useCallback(() => void fetchMore(), [fetchMore]),
  };
}

function useListing(listing: Listing, enabled: boolean) {
  const asked = useInfiniteQuery({
    ...listPeopleInfiniteOptions({ query: { ...listing, limit: PAGE } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
    throwOnError: true,
    // Letters of a search replace each other without a gap.
    ...(listing.name === undefined ? {} : { placeholderData: keepPreviousData }),
  });
  const { data, fetchNextPage, hasNextPage, isFetching } = asked;
  return {
    people: useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]),
    isPending: asked.isPending,
    isLoadingMore: asked.isFetchingNextPage,
    isWhole: data !== undefined && !hasNextPage,
    fetchMore: useCallback(async () => {
      if (hasNextPage && !isFetching) await fetchNextPage();
    }, [fetchNextPage, hasNextPage, isFetching]),
  };
}
