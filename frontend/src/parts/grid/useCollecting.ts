import { useMutation, useQueryClient } from "@tanstack/react-query";
import { collect, disperse, putInto, takeOut } from "@/data/collecting";
import type { PhotoFilter } from "@/data/filters";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import type { Shapes } from "@/lib/layoutShapes";
import type { Chosen } from "@/lib/selection";
import { useText } from "@/text";
import { useChosenIds } from "./useChosenIds";

/** Chosen photos, and where they are to go. */
interface Wanted {
  chosen: Chosen;
  collection: string;
}

/**
 * Puts photos into collections and takes them out.
 *
 * The log has no entries of this: what is taken back is done the other way round, for those photos
 * alone that it did something to.
 */
export function useCollecting(filter: PhotoFilter, shapes: Shapes) {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  const idsOf = useChosenIds(filter, shapes);
  const settled = () => refresh(queries, ["photos"]);

  const undoing = (undo: () => Promise<unknown>) => async (): Promise<void> => {
    try {
      await undo();
    } finally {
      settled();
    }
  };
  const put = useMutation({
    mutationFn: async ({ chosen, collection }: Wanted) =>
      await putInto(collection, await idsOf(chosen)),
    onSuccess: (photos, { collection }) => {
      if (photos.length === 0) return toasts.told(text.photos.chosen.allThere(collection));
      toasts.done(
        text.photos.chosen.put(photos.length, collection),
        undoing(() => takeOut(collection, photos)),
      );
    },
    onError: toasts.failed,
    onSettled: settled,
  });
  const make = useMutation({
    mutationFn: async ({ chosen, collection }: Wanted) => {
      const photos = await idsOf(chosen);
      await collect(collection, photos);
      return photos;
    },
    onSuccess: (photos, { collection }) =>
      toasts.done(
        text.photos.chosen.put(photos.length, collection),
        undoing(() => disperse(collection)),
      ),
    onSettled: settled, // what goes wrong is said where the name was written
  });
  const out = useMutation({
    mutationFn: async ({ chosen, collection }: Wanted) =>
      await takeOut(collection, await idsOf(chosen)),
    onSuccess: (photos, { collection }) =>
      toasts.done(
        text.photos.chosen.takenOut(photos.length, collection),
        undoing(() => putInto(collection, photos)),
      ),
    onError: toasts.failed,
    onSettled: settled,
  });
  return { put, make, takeOut: out };
}
