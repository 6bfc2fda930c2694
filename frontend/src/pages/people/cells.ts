/** How portraits stand in columns. */
export interface Cells {
  columns: number;
  /** Of a portrait, pixels. */
  width: number;
  /** Of a row with the words below the portraits and the gap below those, pixels. */
  height: number;
}

const WORDS = 62; // name and number of photos below a portrait
const PHONE = 560;

/** Returns how portraits stand in so many pixels. */
export function cellsFor(room: number): Cells {
  const phone = room < PHONE;
  const least = phone ? 104 : 138;
  const gap = gapFor(room);
  const columns = Math.max(2, Math.floor((room + gap) / (least + gap)));
  const width = (room - gap * (columns - 1)) / columns;
  return { columns, width, height: Math.round(width) + WORDS + (phone ? 10 : 18) };
}

/** Returns the pixels between two portraits. */
export function gapFor(room: number): number {
  return room < PHONE ? 12 : 22;
}

/** Returns the place that a key leads to from another one; the same where there is no way. */
export function placeAfter(key: string, from: number, columns: number, count: number): number {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  if (key === "Home") return 0;
  if (key === "End") return Math.max(count - 1, 0);
  const step = steps[key];
  if (step === undefined) return from;
  const to = from + step;
  if (to >= 0 && to < count) return to;
  // Down from above a last row that is not full leads to its end.
  const lastRow = Math.floor((count - 1) / columns);
  return key === "ArrowDown" && Math.floor(from / columns) < lastRow ? count - 1 : from;
}
