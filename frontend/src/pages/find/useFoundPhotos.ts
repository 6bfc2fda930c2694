import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { getPhotoOptions } from "@/client/@tanstack/react-query.gen";
import type { FoundPhotoOut, PhotoOut } from "@/client/types.gen";
import { ApiError } from "@/data/api";

/** About a screen: each is a question of its own, and the first picture waits for all of them. */
const STEP = 30;

export interface FoundPhotos {
  /** Those that are loaded; undefined until the first are. */
  photos: readonly PhotoOut[] | undefined;
  /** More can be shown. */
  more: (() => void) | null;
  loading: boolean;
  error: Error | null;
  again: () => void;
}

/** What is known of photos that were found: a screen of them first, more when wanted. */
export function useFoundPhotos(found: readonly FoundPhotoOut[]): FoundPhotos {
  const queries = useQueryClient();
  const ids = [...new Set(found.map((one) => one.photo))];
  const all = ids.join(" ");
  const [wanted, setWanted] = useState({ all, most: STEP });
  const most = wanted.all === all ? wanted.most : STEP; // another answer begins anew
  const asked = useQuery({
    queryKey: [{ _id: "found-photos" }, ids.slice(0, most)],
    queryFn: async () => {
      const some = await Promise.all(
        ids.slice(0, most).map((photo) =>
          queries.ensureQueryData(getPhotoOptions({ path: { photo } })).catch((error: unknown) => {
            if (error instanceof ApiError && error.status === 404) return null; // just forgotten
            throw error;
          }),
        ),
      );
      return some.flatMap((one) => (one === null ? [] : [one.photo]));
    },
    placeholderData: keepPreviousData,
    staleTime: 600_000,
  });
  return {
    photos: asked.data,
    more: most < ids.length ? () => setWanted({ all, most: most + STEP }) : null,
    loading: asked.isFetching,
    error: asked.isFetching ? null : asked.error,
    again: () => void asked.refetch(),
  };
}
