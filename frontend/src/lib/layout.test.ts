import { describe, expect, it } from "vitest";
import {
  type Frame,
  justify,
  type Layout,
  LOWEST,
  rowOf,
  rowsBetween,
  sectionAt,
  widthsOf,
} from "./layout";
import {
  type Chunk,
  chunkAt,
  codeOf,
  lastAtMost,
  periodOf,
  type Shapes,
  shapesOf,
} from "./layoutShapes";

const FRAME: Frame = { width: 1168, row: 220, gap: 4, heading: 52, after: 20 };

/** Numbers that look random and are the same in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SIZES = [
  [4032, 3024],
  [3024, 4032],
  [6000, 4000],
  [1080, 1080],
  [12_000, 1_500],
  [600, 6_000],
] as const;

function chunksOf(photos: number, seed: number): Chunk[] {
  const next = chance(seed);
  const chunks: Chunk[] = [];
  let left = photos;
  for (let month = 0; left > 0; month++) {
    let inMonth = Math.min(left, 1 + Math.floor(next() ** 3 * 1_500));
    left -= inMonth;
    for (; inMonth > 0; inMonth -= 100) {
      const codes = Array.from({ length: Math.min(100, inMonth) }, () => {
        const usual = next() < 0.97;
        const [width, height] = SIZES[Math.floor(next() * (usual ? 4 : 6))] ?? SIZES[0];
        return String.fromCharCode(codeOf(width, height));
      });
      const name = `${2024 - Math.floor(month / 12)}-${String(12 - (month % 12)).padStart(2, "0")}`;
      chunks.push({
        month: left === 0 ? null : name,
        cursor: chunks.length === 0 ? null : `c${chunks.length}`,
        ratios: btoa(codes.join("")),
      });
    }
  }
  return chunks;
}

function rowsIn(layout: Layout): { first: number; end: number; row: number }[] {
  return Array.from({ length: layout.rows }, (_, row) => ({
    row,
    first: layout.rowFirst[row] as number,
    end: layout.rowFirst[row + 1] as number,
  }));
}

const CASES = [1, 2, 3, 4, 5, 6].flatMap((seed) =>
  [320, 358, 720, 1168, 2300].map((width) => ({
    shapes: shapesOf(chunksOf(seed * 400 + 1, seed)),
    frame: { ...FRAME, width, row: [120, 220, 320][seed % 3] as number },
  })),
);

describe("the layout of the photos", () => {
  it("has every photo once, in order", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      const rows = rowsIn(layout);
      expect(rows[0]?.first).toBe(0);
      expect(layout.rowFirst[layout.rows]).toBe(shapes.length);
      for (const { first, end } of rows) expect(end).toBeGreaterThan(first);
    }
  });

  it("fills the exact width with every row but the last of a month", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      const ends = new Set(shapes.months.map((month) => month.end));
      for (const { row, first, end } of rowsIn(layout)) {
        const widths = widthsOf(layout, shapes, row);
        const whole = widths.reduce((sum, w) => sum + w, 0) + frame.gap * (end - first - 1);
        if (ends.has(end)) expect(whole).toBeLessThanOrEqual(frame.width);
        else expect(whole).toBe(frame.width);
        expect(widths).toHaveLength(end - first);
        expect(Math.min(...widths)).toBeGreaterThan(20);
      }
    }
  });

  it("keeps the heights of rows within bounds", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      const { row } = layout.frame;
      for (const height of layout.rowHeight) {
        expect(height).toBeGreaterThanOrEqual(Math.floor(row * LOWEST));
        expect(height).toBeLessThanOrEqual(Math.ceil(row / LOWEST));
      }
    }
  });

  it("has rows of nearly one height where photos are of usual shapes", () => {
    const shapes = shapesOf(chunksOf(5_000, 9));
    const layout = justify(shapes, FRAME);
    const off = [...layout.rowHeight].filter((height) => Math.abs(height / FRAME.row - 1) > 0.25);
    expect(off.length / layout.rows).toBeLessThan(0.05);
  });

  it("does not stretch the last row of a month", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      for (const { endRow } of layout.sections) {
        expect(layout.rowHeight[endRow - 1]).toBeLessThanOrEqual(
          Math.ceil(layout.frame.row * 1.15),
        );
      }
    }
  });

  it("lets nothing overlap", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      let bottom = 0;
      for (const { top, height, firstRow, endRow } of layout.sections) {
        expect(top).toBeGreaterThanOrEqual(bottom);
        expect(layout.rowTop[firstRow]).toBe(top + frame.heading);
        for (let row = firstRow + 1; row < endRow; row++) {
          const before = (layout.rowTop[row - 1] as number) + (layout.rowHeight[row - 1] as number);
          expect(layout.rowTop[row]).toBe(before + frame.gap);
        }
        bottom = top + height;
      }
      expect(layout.height).toBe(bottom);
    }
  });

  it("begins a row with every month", () => {
    for (const { shapes, frame } of CASES) {
      const layout = justify(shapes, frame);
      const begins = new Set(layout.rowFirst);
      for (const month of shapes.months) expect(begins.has(month.first)).toBe(true);
    }
  });

  it("finds the row of a photo and the rows between two heights", () => {
    const shapes = shapesOf(chunksOf(3_000, 4));
    const layout = justify(shapes, FRAME);
    for (let index = 0; index < shapes.length; index += 37) {
      const row = rowOf(layout, index);
      expect(layout.rowFirst[row]).toBeLessThanOrEqual(index);
      expect(layout.rowFirst[row + 1]).toBeGreaterThan(index);
      const top = layout.rowTop[row] as number;
      expect(rowsBetween(layout, top, top + 1)).toEqual([row, row + 1]);
      const section = layout.sections[sectionAt(layout, top)];
      expect(section?.first).toBeLessThanOrEqual(index);
      expect(section?.end).toBeGreaterThan(index);
    }
  });

  it("makes rows lower rather than be higher than a browser can scroll", () => {
    const shapes = shapesOf(chunksOf(20_000, 5));
    const free = justify(shapes, FRAME);
    const most = free.height / 3;
    const kept = justify(shapes, { ...FRAME, most });
    expect(kept.height).toBeLessThanOrEqual(most);
    expect(kept.rowFirst[kept.rows]).toBe(shapes.length);
  });

  it("ends for widths that are no widths", () => {
    const shapes = shapesOf(chunksOf(300, 6));
    for (const width of [0, 1, 3, 17]) {
      const layout = justify(shapes, { ...FRAME, width });
      expect(layout.rowFirst[layout.rows]).toBe(300);
    }
  });

  it("is nothing where there is nothing", () => {
    const layout = justify(shapesOf([]), FRAME);
    expect(layout.height).toBe(0);
    expect(layout.rows).toBe(0);
    expect(rowsBetween(layout, 0, 900)).toEqual([0, 0]);
  });
});

describe("the shapes of photos", () => {
  it("are as the server has them", () => {
    expect(codeOf(1_000, 1_000)).toBe(128);
    expect(codeOf(2_000, 1_000)).toBe(168);
    expect(codeOf(1_000, 2_000)).toBe(88);
    expect(codeOf(1, 100_000)).toBe(0);
  });

  it("know the chunk and the month of every place", () => {
    const chunks = chunksOf(2_000, 8);
    const shapes: Shapes = shapesOf(chunks);
    expect(shapes.months.reduce((sum, { first, end }) => sum + end - first, 0)).toBe(2_000);
    for (let index = 0; index < 2_000; index += 13) {
      const chunk = chunkAt(shapes, index);
      expect(shapes.chunkFirst[chunk]).toBeLessThanOrEqual(index);
      expect(shapes.chunkFirst[chunk + 1]).toBeGreaterThan(index);
    }
  });

  it("have years where months have few photos, and know who is in which", () => {
    const one = btoa(String.fromCharCode(128).repeat(2));
    const months = ["2024-05", "2024-03", "2023-11", null];
    const shapes = shapesOf(months.map((month) => ({ month, cursor: null, ratios: one })));
    expect(shapes.months).toEqual([
      { month: "2024", first: 0, end: 4 },
      { month: "2023", first: 4, end: 6 },
      { month: null, first: 6, end: 8 },
    ]);
    expect(periodOf("2024-03-09T10:00:00", "2023")).toBe("2024");
    expect(periodOf("2024-03-09T10:00:00", "2024-05")).toBe("2024-03");
    expect(periodOf(null, "2024")).toBeNull();
  });

  it("find the last that is at most a number", () => {
    expect(lastAtMost([1, 3, 3, 7], 3)).toBe(2);
    expect(lastAtMost([1, 3], 0)).toBe(-1);
    expect(lastAtMost([], 5)).toBe(-1);
  });
});
