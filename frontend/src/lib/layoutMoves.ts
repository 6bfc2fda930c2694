import { type Layout, rowOf, rowsBetween, widthsOf } from "./layout";
import type { Shapes } from "./layoutShapes";

/** Keys that lead from photo to photo. */
export const MOVES = [
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
] as const;
export type Move = (typeof MOVES)[number];

export function isMove(key: string): key is Move {
  return (MOVES as readonly string[]).includes(key);
}

/** Returns the place to which a key leads; the same where there is nothing further. `page`: pixels. */
export function moved(
  layout: Layout,
  shapes: Shapes,
  from: number,
  key: Move,
  page: number,
): number {
  const last = shapes.length - 1;
  const row = rowOf(layout, from);
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "ArrowRight":
      return Math.min(last, from + 1);
    case "ArrowUp":
      return row === 0 ? from : below(layout, shapes, from, row - 1);
    case "ArrowDown":
      return row === layout.rows - 1 ? from : below(layout, shapes, from, row + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageUp":
    case "PageDown": {
      const far = key === "PageUp" ? -page : page;
      const [wanted] = rowsBetween(layout, (layout.rowTop[row] as number) + far, 0);
      return below(layout, shapes, from, Math.min(wanted, layout.rows - 1));
    }
  }
}

/** Returns the photo of another row whose middle is nearest to that of `from`. */
function below(layout: Layout, shapes: Shapes, from: number, row: number): number {
  const x = middles(layout, shapes, rowOf(layout, from)).get(from) ?? 0;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, middle] of middles(layout, shapes, row)) {
    if (Math.abs(middle - x) < least) {
      least = Math.abs(middle - x);
      best = index;
    }
  }
  return best;
}

function middles(layout: Layout, shapes: Shapes, row: number): Map<number, number> {
  const first = layout.rowFirst[row] as number;
  const found = new Map<number, number>();
  let left = 0;
  widthsOf(layout, shapes, row).forEach((width, k) => {
    found.set(first + k, left + width / 2);
    left += width + layout.frame.gap;
  });
  return found;
}
