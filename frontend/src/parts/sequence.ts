import type { PhotoOut } from "@/client/types.gen";

/** Photos in an order, of which some may not be loaded yet: what a grid shows, a lightbox turns. */
export interface Sequence {
  readonly length: number;
  /** The photo at a place; undefined as long as it is not loaded. */
  at: (index: number) => PhotoOut | undefined;
  /** Loads what is around a place. */
  want: (index: number) => void;
  /** The place of a photo; -1 as long as it is not known. */
  indexOf: (photo: string) => number;
}

/** Returns the sequence of photos that are all there. */
export function sequenceOf(photos: readonly PhotoOut[]): Sequence {
  const places = new Map(photos.map((photo, index) => [photo.photo, index]));
  return {
    length: photos.length,
    at: (index) => photos[index],
    want: () => {},
    indexOf: (photo) => places.get(photo) ?? -1,
  };
}
