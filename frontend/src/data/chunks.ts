import { type QueryClient, QueryObserver } from "@tanstack/react-query";
import type { PagePhotoOut, PhotoOut } from "@/client/types.gen";
import type { Shapes } from "@/lib/layoutShapes";
import type { PhotoFilter } from "./filters";
import { type Chunks, chunkOptions } from "./layout";

/** Photos as far as they are there, and who hears when more are. */
export interface ChunkSource {
  /** Another map whenever anything changed. */
  readonly chunks: Chunks;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Returns photos that are all there, as one chunk. */
export function wholeChunk(photos: readonly PhotoOut[]): ChunkSource {
  return { chunks: new Map([[0, photos]]), subscribe: () => () => {} };
}

interface Watched {
  result: () => { data: PagePhotoOut | undefined; isError: boolean };
  again: () => void;
  end: () => void;
}

/**
 * Loads the chunks of a filter that are wanted, and lets go of those that are not any more.
 *
 * Beside React: what comes while somebody scrolls shall not render a whole page.
 */
export class LoadedChunks implements ChunkSource {
  readonly #queries: QueryClient;
  readonly #filter: PhotoFilter;
  readonly #shapes: Shapes;
  readonly #watched = new Map<number, Watched>();
  readonly #listeners = new Set<() => void>();
  #chunks: Chunks = new Map();
  #failed = false;

  constructor(queries: QueryClient, filter: PhotoFilter, shapes: Shapes) {
    this.#queries = queries;
    this.#filter = filter;
    this.#shapes = shapes;
  }

  get chunks(): Chunks {
    return this.#chunks;
  }

  /** Whether some could not be loaded. */
  get failed(): boolean {
    return this.#failed;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says which chunks are to be there, and no others: what flew past is not waited for. */
  want(wanted: readonly number[]): void {
    const before = this.#watched.size;
    let changed = false;
    for (const [chunk, { end }] of this.#watched) {
      if (wanted.includes(chunk)) continue;
      end();
      this.#watched.delete(chunk);
      changed = true;
    }
    for (const chunk of wanted) if (!this.#watched.has(chunk)) this.#watch(chunk);
    if (changed || this.#watched.size !== before) this.#look();
  }

  /** Tries those once more that could not be loaded. */
  readonly again = (): void => {
    for (const { result, again } of this.#watched.values()) if (result().isError) again();
  };

  #watch(chunk: number): void {
    const observer = new QueryObserver(
      this.#queries,
      chunkOptions(this.#queries, this.#filter, this.#shapes, chunk),
    );
    this.#watched.set(chunk, {
      result: () => observer.getCurrentResult(),
      again: () => void observer.refetch(),
      end: observer.subscribe(() => this.#look()),
    });
  }

  #look(): void {
    const chunks = new Map<number, readonly PhotoOut[]>();
    let failed = false;
    for (const [chunk, { result }] of this.#watched) {
      const { data, isError } = result();
      if (data !== undefined) chunks.set(chunk, data.items);
      else failed ||= isError;
    }
    if (failed === this.#failed && isSame(chunks, this.#chunks)) return;
    this.#chunks = chunks;
    this.#failed = failed;
    for (const listener of this.#listeners) listener();
  }
}

function isSame(one: Chunks, other: Chunks): boolean {
  return (
    one.size === other.size && [...one].every(([chunk, photos]) => other.get(chunk) === photos)
  );
}
