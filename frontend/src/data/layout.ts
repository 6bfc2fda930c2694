import { type FetchQueryOptions, type QueryClient, useQuery } from "@tanstack/react-query";
import { getLayoutOptions, listPhotosOptions } from "@/client/@tanstack/react-query.gen";
import type { LayoutOut, PagePhotoOut, PhotoOut } from "@/client/types.gen";
import { chunkAt, periodOf, type Shapes, shapesOf } from "@/lib/layoutShapes";
import { asQuery, type PhotoFilter } from "./filters";

/** How long photos are kept that are no longer near the screen. */
const KEPT_MS = 15_000;
/** Photos that are asked for before it is known how they are cut into chunks. */
const FIRST = 100;
/** The chunks that are cut from them ask for them together. */
const FIRST_STALE_MS = 5_000;

/** Photos by chunk; what is missing is not loaded. */
export type Chunks = ReadonlyMap<number, readonly PhotoOut[]>;

/** Returns the shape of every photo of a filter; undefined while it is asked for. */
export function useShapes(filter: PhotoFilter): Shapes | undefined {
  const asked = useQuery({
    ...getLayoutOptions({ query: asQuery(filter) }),
    select: decoded,
    throwOnError: true,
  });
  return asked.data;
}

function decoded(layout: LayoutOut): Shapes {
  return shapesOf(layout.chunks);
}

/**
 * Asks for the shapes and, without waiting for them, for the first photos: both are on their way
 * before the page that shows them is loaded.
 */
export function preloadPhotos(queries: QueryClient, filter: PhotoFilter): void {
  for (const options of [getLayoutOptions({ query: asQuery(filter) }), firstPage(filter)]) {
    const { queryKey } = options;
    queries.fetchQuery(options as FetchQueryOptions).catch(() => {
      // Whoever needs it asks again, and says what is wrong.
      queries.removeQueries({ queryKey, exact: true, type: "inactive" });
    });
  }
}

/** Returns the query for the photos of one chunk. */
export function chunkOptions(
  queries: QueryClient,
  filter: PhotoFilter,
  shapes: Shapes,
  chunk: number,
) {
  const options = pageOptions(filter, shapes, chunk);
  const first = shapes.chunkFirst[chunk] ?? 0;
  const end = shapes.chunkFirst[chunk + 1] ?? first;
  if (end > FIRST || (first === 0 && end === FIRST)) return options;
  const queryFn = async (): Promise<PagePhotoOut> => {
    const page = await queries.fetchQuery(firstPage(filter));
    return { ...page, items: page.items.slice(first, end) };
  };
  return { ...options, queryFn };
}

/** Returns the same query, which asks for nothing but this chunk. */
function pageOptions(filter: PhotoFilter, shapes: Shapes, chunk: number) {
  const first = shapes.chunkFirst[chunk] ?? 0;
  const end = shapes.chunkFirst[chunk + 1] ?? first;
  const cursor = shapes.chunks[chunk]?.cursor ?? null;
  return {
    ...listPhotosOptions({
      query: { ...asQuery(filter), limit: end - first, ...(cursor === null ? {} : { cursor }) },
    }),
    gcTime: KEPT_MS,
  };
}

/** Returns the query for the first photos, whatever their months: known before their shapes are. */
function firstPage(filter: PhotoFilter) {
  return {
    ...listPhotosOptions({ query: { ...asQuery(filter), limit: FIRST } }),
    gcTime: KEPT_MS,
    staleTime: FIRST_STALE_MS,
  };
}

/** Returns a photo by its place; undefined as long as its chunk is not there. */
export function photoAt(chunks: Chunks, shapes: Shapes, index: number): PhotoOut | undefined {
  const chunk = chunkAt(shapes, index);
  return chunks.get(chunk)?.[index - (shapes.chunkFirst[chunk] ?? 0)];
}

/** Returns the place of a photo among those that are there, -1 if it is not. */
export function placeIn(chunks: Chunks, shapes: Shapes, photo: string): number {
  for (const [chunk, photos] of chunks) {
    const within = photos.findIndex((one) => one.photo === photo);
    if (within >= 0) return (shapes.chunkFirst[chunk] ?? 0) + within;
  }
  return -1;
}

/**
 * Yields the photos between two places, chunk by chunk; loads what is not there or out of date.
 *
 * @param anew Asks for all of them: for work on them that nothing takes back.
 */
export async function* photosBetween(
  queries: QueryClient,
  filter: PhotoFilter,
  shapes: Shapes,
  first: number,
  end: number,
  anew = false,
): AsyncGenerator<PhotoOut[]> {
  for (let at = first; at < end; ) {
    const chunk = chunkAt(shapes, at);
    const begin = shapes.chunkFirst[chunk] ?? 0;
    const next = shapes.chunkFirst[chunk + 1] ?? end;
    const page = await queries.fetchQuery(
      anew
        ? { ...pageOptions(filter, shapes, chunk), staleTime: 0 }
        : chunkOptions(queries, filter, shapes, chunk),
    );
    yield page.items.slice(at - begin, Math.min(end, next) - begin);
    at = next;
  }
}

/**
 * Finds the place of a photo whose chunk is not loaded: those of its month are asked for in turn.
 *
 * @returns -1 if it is not among the photos of this filter.
 */
export async function findPlace(
  queries: QueryClient,
  filter: PhotoFilter,
  shapes: Shapes,
  photo: Pick<PhotoOut, "photo" | "taken">,
): Promise<number> {
  const place = shapes.months.find((one) => one.month === periodOf(photo.taken, one.month));
  if (place === undefined) return -1;
  let at = place.first;
  for await (const photos of photosBetween(queries, filter, shapes, place.first, place.end)) {
    const within = photos.findIndex((one) => one.photo === photo.photo);
    if (within >= 0) return at + within;
    at += photos.length;
  }
  return -1;
}
