import { memo, type ReactNode } from "react";
import type { PhotoOut } from "@/client/types.gen";
import classes from "./Row.module.css";
import { Tile, type TileWords } from "./Tile";

interface RowProps {
  /** From the top of its section, and how high; pixels. */
  top: number;
  height: number;
  widths: readonly number[];
  /** The place of its first photo, of how many. */
  first: number;
  length: number;
  photos: readonly (PhotoOut | undefined)[];
  /** Which are chosen; null where nothing can be. */
  chosen: readonly boolean[] | null;
  /** The place of the photo that the tab key leads to. */
  active: number;
  words: TileWords;
  badge: ((photo: PhotoOut) => ReactNode) | undefined;
}

/** One row of photos. */
export const Row = memo(function Row(row: RowProps) {
  return (
    <div className={classes.row} role="presentation" style={{ top: row.top, height: row.height }}>
      {row.widths.map((width, k) => {
        const index = row.first + k;
        return (
          <Tile
            key={index}
            index={index}
            length={row.length}
            width={width}
            height={row.height}
            photo={row.photos[k]}
            chosen={row.chosen?.[k] ?? null}
            active={index === row.active}
            words={row.words}
            badge={row.badge}
          />
        );
      })}
    </div>
  );
}, isSame);

/** Rows are made anew with every look at the page, mostly of the same things. */
function isSame(one: RowProps, other: RowProps): boolean {
  return (Object.keys(one) as (keyof RowProps)[]).every((name) => {
    const [a, b] = [one[name], other[name]];
    if (name === "active") return one.active === other.active || !(has(one, a) || has(other, b));
    return Array.isArray(a) && Array.isArray(b) ? isSameList(a, b) : a === b;
  });
}

function has(row: RowProps, index: unknown): boolean {
  return typeof index === "number" && index >= row.first && index < row.first + row.widths.length;
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, k) => value === other[k]);
}
