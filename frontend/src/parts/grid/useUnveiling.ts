import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import type { ChunkSource } from "@/data/chunks";
import { photoAt } from "@/data/layout";
import type { Layout } from "@/lib/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { type RowPhotos, Unveiling } from "./unveiling";
import type { Viewpoint } from "./view";

/** Returns what lets the rows of a wall show their photos in good time. */
export function useUnveiling(
  source: ChunkSource,
  shapes: Shapes,
  layout: Layout | null,
  viewpoint: Viewpoint,
): Unveiling {
  const unveiling = useMemo(
    () =>
      new Unveiling({
        photosOf: (row) => {
          const first = layout?.rowFirst[row] ?? 0;
          const end = layout?.rowFirst[row + 1] ?? first;
          return Array.from({ length: end - first }, (_, k) =>
            photoAt(source.chunks, shapes, first + k),
          );
        },
        motion: () => viewpoint.motion(performance.now()),
        middle: () => (viewpoint.get().firstRow + viewpoint.get().endRow) / 2,
        nextFrame: (work) => requestAnimationFrame(work),
      }),
    [source, shapes, layout, viewpoint],
  );
  useEffect(() => {
    unveiling.look(); // what came before anybody listened
    return source.subscribe(unveiling.look);
  }, [source, unveiling]);
  return unveiling;
}

/** Returns the photos that a row shows. */
export function useRowPhotos(unveiling: Unveiling, row: number): RowPhotos {
  const subscribe = useCallback(
    (listener: () => void) => unveiling.subscribe(row, listener),
    [unveiling, row],
  );
  return useSyncExternalStore(subscribe, () => unveiling.of(row));
}
