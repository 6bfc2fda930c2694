import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { PhotoFilter } from "@/data/filters";
import { photosBetween } from "@/data/layout";
import { useToasts } from "@/data/toasts";
import type { Shapes } from "@/lib/layoutShapes";
import { changed, EVERYTHING } from "@/lib/selection";
import type { Selection } from "./useSelection";

/** What one can do to choose photos of a grid. */
export interface Choosing {
  /** Puts a photo in, or out. `through`: and all between it and the one before. */
  choose: (index: number, wanted: boolean, through: boolean) => void;
  chooseMonth: (month: string | null, wanted: boolean) => void;
  chooseAll: () => void;
}

/** Chooses photos by their places: those that are not loaded yet are asked who they are. */
export function useChoosing(
  filter: PhotoFilter,
  shapes: Shapes,
  selection: Selection | undefined,
): Choosing | null {
  const queries = useQueryClient();
  const toasts = useToasts();
  const last = useRef<{ index: number; shapes: Shapes } | null>(null);
  if (selection === undefined) return null;

  const chooseBetween = async (first: number, end: number, wanted: boolean): Promise<void> => {
    try {
      for await (const photos of photosBetween(queries, filter, shapes, first, end)) {
        selection.change((before) => changed(before, photos, wanted));
      }
    } catch (error) {
      toasts.failed(error);
    }
  };
  return {
    choose: (index, wanted, through) => {
      const from = through && last.current?.shapes === shapes ? last.current.index : index;
      last.current = { index, shapes };
      void chooseBetween(Math.min(from, index), Math.max(from, index) + 1, wanted);
    },
    chooseMonth: (month, wanted) => {
      const place = shapes.months.find((one) => one.month === month);
      if (place !== undefined) void chooseBetween(place.first, place.end, wanted);
    },
    chooseAll: () => selection.change(() => EVERYTHING),
  };
}
