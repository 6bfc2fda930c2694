import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { getPhotoOptions } from "@/client/@tanstack/react-query.gen";
import { type ChunkSource, LoadedChunks } from "@/data/chunks";
import type { PhotoFilter } from "@/data/filters";
import { type Chunks, findPlace, photoAt, placeIn } from "@/data/layout";
import { chunkAt, type Shapes } from "@/lib/layoutShapes";
import { type Sequence, sequenceOf } from "@/parts/sequence";
import type { View, Viewpoint } from "./view";

const BESIDE = 12; // photos on either side of the one that is open

/** The photos of a grid: those near the screen, and those near the one that is open. */
interface Sequenced {
  /** For those who draw photos as they come. */
  source: ChunkSource;
  sequence: Sequence;
  /** The place of the open photo; -1: not known, or none is open. */
  place: number;
  /** Whether some could not be loaded. */
  failed: boolean;
  again: () => void;
}

const NONE: Chunks = new Map();

/** Loads what a grid shows and what a lightbox above it turns to. */
export function useSequence(
  filter: PhotoFilter,
  shapes: Shapes,
  viewpoint: Viewpoint,
  photo: string | undefined,
): Sequenced {
  const queries = useQueryClient();
  const [around, setAround] = useState<number | null>(null);
  const source = useMemo(
    () => new LoadedChunks(queries, filter, shapes),
    [queries, filter, shapes],
  );
  const beside = photo === undefined ? null : around;
  useLayoutEffect(() => {
    const want = (): void => source.want(wantedOf(shapes, viewpoint.get(), beside));
    want();
    return viewpoint.subscribe(want);
  }, [source, shapes, viewpoint, beside]);
  useEffect(() => () => source.want([]), [source]);

  // As long as none is open, nothing here is drawn anew when more is loaded.
  const lit = photo !== undefined;
  const chunks = useSyncExternalStore(source.subscribe, () => (lit ? source.chunks : NONE));
  const failed = useSyncExternalStore(source.subscribe, () => source.failed);
  const place = photo === undefined ? -1 : placeIn(chunks, shapes, photo);
  const alone = useLost(filter, shapes, photo, place, setAround);

  const whole = useMemo<Sequence>(
    () => ({
      length: shapes.length,
      at: (index) => photoAt(chunks, shapes, index),
      want: setAround,
      indexOf: (one) => placeIn(chunks, shapes, one),
    }),
    [shapes, chunks],
  );
  return {
    source,
    failed,
    again: source.again,
    place,
    sequence: place < 0 && alone !== null ? alone : whole,
  };
}

/** Returns the chunks of the rows where one looks, and of those beside the photo that is open. */
function wantedOf(shapes: Shapes, view: View, beside: number | null): number[] {
  const near = chunksBetween(shapes, view.wantedFirst, view.wantedEnd);
  if (beside === null) return near;
  return [...new Set([...near, ...chunksBetween(shapes, beside - BESIDE, beside + BESIDE + 1)])];
}

/**
 * Looks for an open photo that is not near the screen: somebody came with its address.
 *
 * @returns A sequence of it alone, for as long as its place is not known.
 */
function useLost(
  filter: PhotoFilter,
  shapes: Shapes,
  photo: string | undefined,
  place: number,
  setAround: (index: number) => void,
): Sequence | null {
  const queries = useQueryClient();
  const lost = photo !== undefined && place < 0;
  const asked = useQuery({
    ...getPhotoOptions({ path: { photo: photo ?? "" } }),
    enabled: lost,
  });
  const found = lost ? asked.data?.photo : undefined;
  useEffect(() => {
    if (place >= 0) setAround(place);
  }, [place, setAround]);
  useEffect(() => {
    if (found === undefined) return;
    let over = false;
    findPlace(queries, filter, shapes, found).then(
      (index) => {
        if (!over && index >= 0) setAround(index);
      },
      () => {}, // it stays alone
    );
    return () => {
      over = true;
    };
  }, [queries, filter, shapes, found, setAround]);
  return useMemo(() => (found === undefined ? null : sequenceOf([found])), [found]);
}

function chunksBetween(shapes: Shapes, first: number, end: number): number[] {
  const begin = Math.max(0, first);
  const last = Math.min(end, shapes.length) - 1;
  if (last < begin) return [];
  const from = chunkAt(shapes, begin);
  return Array.from({ length: chunkAt(shapes, last) - from + 1 }, (_, k) => from + k);
}
