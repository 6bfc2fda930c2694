import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { PhotoFilter } from "@/data/filters";
import { photosBetween } from "@/data/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { type Chosen, isChosen } from "@/lib/selection";

/** Returns what names every chosen photo; where everything is chosen they are asked for anew. */
export function useChosenIds(
  filter: PhotoFilter,
  shapes: Shapes,
): (chosen: Chosen) => Promise<string[]> {
  const queries = useQueryClient();
  return useCallback(
    async (chosen) => {
      if (!chosen.all) return [...chosen.photos.keys()];
      const ids = new Set<string>(); // where photos left meanwhile, chunks reach into the next
      for await (const photos of photosBetween(queries, filter, shapes, 0, shapes.length, true)) {
        for (const { photo } of photos) if (isChosen(chosen, photo)) ids.add(photo);
      }
      return [...ids];
    },
    [queries, filter, shapes],
  );
}
