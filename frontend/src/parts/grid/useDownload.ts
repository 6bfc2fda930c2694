import { useMutation } from "@tanstack/react-query";
import { createPhotosTicket } from "@/client/sdk.gen";
import type { PhotosOrder, WhereOrder } from "@/client/types.gen";
import { save } from "@/data/download";
import type { PhotoFilter } from "@/data/filters";
import { useToasts } from "@/data/toasts";
import type { Shapes } from "@/lib/layoutShapes";
import { type Chosen, countOf } from "@/lib/selection";
import { useText } from "@/text";
import { useChosenIds } from "./useChosenIds";

/** Photos in one archive, as the server has it: named one by one, and all of a filter. */
const MOST_NAMED = 10_000;
const MOST = 50_000;

/** Saves the chosen photos as one archive: the browser takes it as it comes, however large. */
export function useDownload(filter: PhotoFilter, shapes: Shapes) {
  const text = useText();
  const toasts = useToasts();
  const idsOf = useChosenIds(filter, shapes);
  return useMutation({
    mutationFn: async (chosen: Chosen): Promise<string | null> => {
      const whole = chosen.all && chosen.photos.size === 0;
      const most = whole ? MOST : MOST_NAMED;
      if (countOf(chosen, shapes.length) > most) {
        toasts.told(text.photos.chosen.tooMany(most));
        return null;
      }
      const body: PhotosOrder | WhereOrder = whole
        ? { where: whereOf(filter) }
        : { photos: await idsOf(chosen) };
      const { data } = await createPhotosTicket({ body, throwOnError: true });
      return data.path;
    },
    onSuccess: (path) => {
      if (path === null) return;
      save(path);
      toasts.told(text.photos.chosen.downloading);
    },
    onError: toasts.failed,
  });
}

function whereOf({ order: _, ...where }: PhotoFilter): WhereOrder["where"] {
  return where;
}
