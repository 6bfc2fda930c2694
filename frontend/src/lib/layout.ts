import { lastAtMost, type Month, RATIOS, type Shapes } from "./layoutShapes";

/** How photos are laid out; all in CSS pixels. */
export interface Frame {
  width: number;
  /** Height that rows aim at. */
  row: number;
  gap: number;
  /** Of the heading above each month; 0: there is none. */
  heading: number;
  /** Space below each month. */
  after: number;
  /** Height at most, of everything: browsers cannot scroll further. Rows get lower to keep it. */
  most?: number;
}

/** A month in its place. */
export interface Section extends Month {
  /** From the top of everything to the top of its heading. */
  top: number;
  /** With its heading, without the space below. */
  height: number;
  firstRow: number;
  endRow: number;
}

/** Where every photo is. */
export interface Layout {
  readonly frame: Frame;
  readonly height: number;
  readonly rows: number;
  /** The place of each row's first photo, and behind them the number of all photos. */
  readonly rowFirst: Uint32Array;
  /** From the top of everything. */
  readonly rowTop: Float64Array;
  readonly rowHeight: Uint16Array;
  readonly sections: readonly Section[];
  readonly sectionTop: Float64Array;
}

/** Rows are at least that share of the height they aim at, and at most the inverse of it. */
export const LOWEST = 0.5;
/** Photos narrower or wider than that are shown cut: rows of them would be slivers. */
export const NARROWEST = 0.45;
export const WIDEST = 3.2;
/** Rows that aim higher than that share of the width may not find photos that fill them. */
const HIGHEST_ROW = 0.4;
/** The last row of a month is stretched by that much at most. */
const FULL_ENOUGH = 1.15;
/** Rows that would be still lower are tried only where there is no other way. */
const ENOUGH = 0.68;
const TRIES = 6;

const SHOWN = RATIOS.map((ratio) => Math.min(WIDEST, Math.max(NARROWEST, ratio)));

/**
 * Gives every photo its place: rows of one width, as even in height as can be.
 *
 * Each month begins a row; its last row is not stretched. Among all ways to break a month into rows
 * the one is chosen whose heights differ least from what they aim at (as typesetters break lines).
 */
export function justify(shapes: Shapes, frame: Frame): Layout {
  const width = Math.max(1, frame.width);
  let aimed = { ...frame, width, row: Math.max(1, Math.min(frame.row, width * HIGHEST_ROW)) };
  let layout = placed(shapes, aimed);
  for (let k = 0; frame.most !== undefined && layout.height > frame.most && k < TRIES; k++) {
    const share = Math.sqrt(frame.most / layout.height) * 0.98;
    aimed = { ...aimed, row: aimed.row * share };
    layout = placed(shapes, aimed);
  }
  return layout;
}

function placed(shapes: Shapes, frame: Frame): Layout {
  const breaks = breaksOf(shapes, frame);
  const rows = countRows(shapes, breaks);
  const rowFirst = new Uint32Array(rows + 1);
  const rowTop = new Float64Array(rows);
  const rowHeight = new Uint16Array(rows);
  const sections: Section[] = [];
  let top = 0;
  let row = 0;
  for (const month of shapes.months) {
    const begin = top;
    const firstRow = row;
    top += frame.heading;
    for (let first = month.first; first < month.end; row++) {
      const end = breaks[first] as number;
      const full = fullHeight(shapes.codes, first, end, frame);
      const height = heightOf(full, end === month.end, frame);
      rowFirst[row] = first;
      rowTop[row] = top;
      rowHeight[row] = height;
      top += height + frame.gap;
      first = end;
    }
    top -= frame.gap;
    sections.push({ ...month, top: begin, height: top - begin, firstRow, endRow: row });
    top += frame.after;
  }
  rowFirst[rows] = shapes.length;
  const height = Math.max(0, top - (sections.length > 0 ? frame.after : 0));
  const sectionTop = Float64Array.from(sections, (section) => section.top);
  return { frame, height, rows, rowFirst, rowTop, rowHeight, sections, sectionTop };
}

/** Returns for each photo at which photo the row behind it would begin, were it first in a row. */
function breaksOf(shapes: Shapes, frame: Frame): Uint32Array {
  const next = new Uint32Array(shapes.length);
  const cost = new Float64Array(shapes.length + 1);
  for (const month of shapes.months) {
    cost[month.end] = 0;
    for (let first = month.end - 1; first >= month.first; first--) {
      chooseBreak(shapes.codes, frame, first, month.end, next, cost);
    }
  }
  return next;
}

function chooseBreak(
  codes: Uint8Array,
  { width, row, gap }: Frame,
  first: number,
  monthEnd: number,
  next: Uint32Array,
  cost: Float64Array,
): void {
  let best = Number.POSITIVE_INFINITY;
  let ratios = 0;
  for (let end = first + 1; end <= monthEnd; end++) {
    ratios += SHOWN[codes[end - 1] as number] as number;
    const room = width - gap * (end - first - 1);
    const last = end === monthEnd;
    if (room * LOWEST > ratios * row && !last) continue;
    const share = room / (ratios * row); // of the height aimed at
    if (share < ENOUGH && best < Number.POSITIVE_INFINITY) return;
    const off = last && share > FULL_ENOUGH ? 0 : share + 1 / share - 2;
    const total = off + (cost[end] as number);
    if (total < best) {
      best = total;
      cost[first] = total;
      next[first] = end;
    }
  }
}

function countRows(shapes: Shapes, breaks: Uint32Array): number {
  let rows = 0;
  for (const { first, end } of shapes.months) {
    for (let at = first; at < end; at = breaks[at] as number) rows++;
  }
  return rows;
}

/** Returns how wide each photo of a row is: whole pixels, together with the gaps the exact width. */
export function widthsOf(layout: Layout, shapes: Shapes, row: number): number[] {
  const first = layout.rowFirst[row] as number;
  const end = layout.rowFirst[row + 1] as number;
  const full = fullHeight(shapes.codes, first, end, layout.frame);
  const last = layout.sections[sectionAt(layout, layout.rowTop[row] as number)]?.end === end;
  const scale = last && isShort(full, layout.frame) ? layout.frame.row : full;
  const widths: number[] = [];
  let sum = 0;
  let before = 0;
  for (let index = first; index < end; index++) {
    sum += SHOWN[shapes.codes[index] as number] as number;
    const right = Math.round(sum * scale);
    widths.push(right - before);
    before = right;
  }
  return widths;
}

/** Returns the row in which a place is. */
export function rowOf(layout: Layout, index: number): number {
  return Math.min(lastAtMost(layout.rowFirst, index), layout.rows - 1);
}

/** Returns which rows are between two heights, as the first one and the one behind the last. */
export function rowsBetween(layout: Layout, top: number, bottom: number): [number, number] {
  const first = Math.max(0, lastAtMost(layout.rowTop, top));
  return [first, Math.max(first, lastAtMost(layout.rowTop, bottom) + 1)];
}

/** Returns the section at a height; the first one above it, -1 where there is none. */
export function sectionAt(layout: Layout, y: number): number {
  return Math.max(layout.sections.length > 0 ? 0 : -1, lastAtMost(layout.sectionTop, y));
}

/** Height at which a row has exactly the width. */
function fullHeight(codes: Uint8Array, first: number, end: number, frame: Frame): number {
  let ratios = 0;
  for (let index = first; index < end; index++) {
    ratios += SHOWN[codes[index] as number] as number;
  }
  return Math.max(1, (frame.width - frame.gap * (end - first - 1)) / ratios);
}

/** Whether the last row of a month has too few photos to fill the width. */
function isShort(full: number, frame: Frame): boolean {
  return full > frame.row * FULL_ENOUGH;
}

function heightOf(full: number, last: boolean, frame: Frame): number {
  return Math.max(1, Math.round(last && isShort(full, frame) ? frame.row : full));
}
