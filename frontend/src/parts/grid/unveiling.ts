import type { PhotoOut } from "@/client/types.gen";
import type { Motion } from "./view";

/** The photos of a row; undefined where one is not there, or not to be drawn yet. */
export type RowPhotos = readonly (PhotoOut | undefined)[];

/** What decides which rows show their photos now. */
export interface Surroundings {
  /** The photos of a row as far as they are loaded. */
  photosOf: (row: number) => RowPhotos;
  motion: () => Motion;
  /** The row in the middle of the screen: those near it come first. */
  middle: () => number;
  nextFrame: (work: () => void) => void;
}

/** How much of a row begins to show in one frame: a whole one costs some milliseconds. */
const IN_A_FRAME: Record<Motion, number> = { resting: 3, moving: 0.6, flying: 0 };
const LEAST = 3; // photos, where a row has few

/**
 * Lets rows show their photos a few at a time, so that no frame is late.
 *
 * A chunk brings the photos of a dozen rows at once. What is there first of all is shown at once;
 * what comes later, part by part.
 */
export class Unveiling {
  readonly #around: Surroundings;
  readonly #shown = new Map<number, RowPhotos>();
  readonly #listeners = new Map<number, () => void>();
  readonly #due = new Set<number>();
  #used = 0; // photos of this frame
  #waiting = false;
  #begun = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Returns what a row shows; the same list as long as that is the same. */
  of(row: number): RowPhotos {
    const known = this.#shown.get(row);
    if (known !== undefined) return known;
    const photos = this.#begun ? this.#part(row, []) : this.#around.photosOf(row);
    this.#shown.set(row, photos);
    return photos;
  }

  /** Tells somebody whenever a row shows something else. */
  subscribe(row: number, listener: () => void): () => void {
    this.#listeners.set(row, listener);
    return () => {
      this.#listeners.delete(row);
      this.#shown.delete(row);
      this.#due.delete(row);
    };
  }

  /** Looks what was loaded. */
  readonly look = (): void => {
    for (const row of this.#listeners.keys()) {
      const before = this.#shown.get(row) ?? [];
      const all = this.#around.photosOf(row);
      if (!all.some((photo, k) => isNew(photo, before[k]))) continue;
      if (this.#begun) this.#put(row);
      else this.#show(row, all);
    }
    this.#begun ||= [...this.#shown.values()].some((photos) => photos.some((one) => one));
  };

  #put(row: number): void {
    this.#due.add(row);
    this.#wait();
  }

  #wait(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#around.nextFrame(() => {
      this.#waiting = false;
      this.#work();
    });
  }

  #work(): void {
    const middle = this.#around.middle();
    const rows = [...this.#due].sort((one, two) => Math.abs(one - middle) - Math.abs(two - middle));
    for (const row of rows) {
      const before = this.#shown.get(row) ?? [];
      const next = this.#part(row, before);
      if (next.some((photo, k) => photo !== before[k])) this.#show(row, next);
    }
    this.#used = 0;
    if (this.#due.size > 0) this.#wait();
  }

  #show(row: number, photos: RowPhotos): void {
    this.#shown.set(row, photos);
    this.#listeners.get(row)?.();
  }

  /**
   * Returns what a row may show in this frame. It is due again where that is not all.
   *
   * Photos stay, even where their chunk was let go.
   */
  #part(row: number, before: RowPhotos): RowPhotos {
    const all = this.#around.photosOf(row);
    const share = IN_A_FRAME[this.#around.motion()];
    const most = share === 0 ? 0 : Math.max(LEAST, Math.ceil(share * all.length));
    this.#due.delete(row);
    return all.map((photo, k) => {
      if (!isNew(photo, before[k])) return before[k];
      if (this.#used >= most) {
        this.#put(row);
        return before[k];
      }
      this.#used += 1;
      this.#wait();
      return photo;
    });
  }
}

function isNew(photo: PhotoOut | undefined, before: PhotoOut | undefined): boolean {
  return photo !== undefined && photo !== before;
}
