/** A run of photos of one month, as the server cuts them: asked for together. */
export interface Chunk {
  /** "2024-05"; null where nothing says when the photos were taken. */
  month: string | null;
  /** What gives exactly these photos; null: the first ones. */
  cursor: string | null;
  /** One byte for each photo, base64: see `RATIOS`. */
  ratios: string;
}

/** Photos of one month, or of one year where months have few, by their places in the whole. */
export interface Month {
  /** "2024-05" or "2024"; null where nothing says when the photos were taken. */
  month: string | null;
  first: number;
  /** The place behind its last photo. */
  end: number;
}

/** What is known of photos before any of them is loaded. */
export interface Shapes {
  readonly length: number;
  /** One for each photo: `RATIOS` says what it means. */
  readonly codes: Uint8Array;
  readonly months: readonly Month[];
  readonly chunks: readonly Pick<Chunk, "month" | "cursor">[];
  /** The place of each chunk's first photo, and behind them the number of all photos. */
  readonly chunkFirst: Uint32Array;
}

const SQUARE = 128; // as the server's catalog/photo_layout.py has it
const STEPS = 40;
const YEAR = "2024".length;
const MONTH = "2024-05".length;
const FEW = 5; // photos in a month: less than a row

/** Width / height by code: from 1/9 to 9. */
export const RATIOS = Float64Array.from(
  { length: 256 },
  (_, code) => 2 ** ((code - SQUARE) / STEPS),
);

/** Returns the code of a width / height, as the server rounds it. */
export function codeOf(width: number, height: number): number {
  const wide = Math.log2(Math.max(width, 1) / Math.max(height, 1));
  return Math.min(255, Math.max(0, Math.round(SQUARE + STEPS * wide)));
}

/** Returns the shapes of a layout that the server sent. */
export function shapesOf(chunks: readonly Chunk[]): Shapes {
  const parts = chunks.map((chunk) => atob(chunk.ratios));
  const chunkFirst = new Uint32Array(chunks.length + 1);
  parts.forEach((part, index) => {
    chunkFirst[index + 1] = (chunkFirst[index] ?? 0) + part.length;
  });
  const length = chunkFirst[chunks.length] ?? 0;
  const codes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) for (let k = 0; k < part.length; k++) codes[at++] = part.charCodeAt(k);
  return { length, codes, months: periodsOf(chunks, chunkFirst), chunks, chunkFirst };
}

/** Returns the shapes of photos that are all there, as one run without months. */
export function shapesOfSizes(sizes: readonly { width: number; height: number }[]): Shapes {
  const { length } = sizes;
  return {
    length,
    codes: Uint8Array.from(sizes, ({ width, height }) => codeOf(width, height)),
    months: length === 0 ? [] : [{ month: null, first: 0, end: length }],
    chunks: length === 0 ? [] : [{ month: null, cursor: null }],
    chunkFirst: Uint32Array.from(length === 0 ? [0] : [0, length]),
  };
}

/** Returns the chunk in which a place is. */
export function chunkAt(shapes: Shapes, index: number): number {
  return Math.max(0, Math.min(lastAtMost(shapes.chunkFirst, index), shapes.chunks.length - 1));
}

/** Returns where the last of ascending `values` is that is at most `wanted`; -1: none is. */
export function lastAtMost(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Returns the part of a date or month that names its period among others. */
export function periodOf(date: string | null, like: string | null): string | null {
  return date === null ? null : date.slice(0, like?.length ?? MONTH);
}

/** Months, but years where a month has so few photos that there would be more headings than rows. */
function periodsOf(chunks: readonly Chunk[], chunkFirst: Uint32Array): Month[] {
  const months = runs(chunks, chunkFirst, MONTH);
  const photos = chunkFirst[chunks.length] ?? 0;
  const sparse = months.length > 1 && photos / months.length < FEW;
  return sparse ? runs(chunks, chunkFirst, YEAR) : months;
}

function runs(chunks: readonly Chunk[], chunkFirst: Uint32Array, length: number): Month[] {
  const found: Month[] = [];
  chunks.forEach((chunk, index) => {
    const month = chunk.month?.slice(0, length) ?? null;
    const end = chunkFirst[index + 1] ?? 0;
    const last = found.at(-1);
    if (last !== undefined && last.month === month) last.end = end;
    else found.push({ month, first: chunkFirst[index] ?? 0, end });
  });
  return found;
}
