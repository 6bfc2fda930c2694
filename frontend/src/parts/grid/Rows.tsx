import { type ReactNode, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { PhotoOut } from "@/client/types.gen";
import { type Layout, rowOf, type Section, sectionAt } from "@/lib/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { type Chosen, countByMonth, ofMonth } from "@/lib/selection";
import { useText } from "@/text";
import { MonthHeading } from "./MonthHeading";
import classes from "./Rows.module.css";
import type { TileWords } from "./Tile";
import { UnveiledRow } from "./UnveiledRow";
import type { Unveiling } from "./unveiling";
import type { Cursor } from "./useCursor";
import type { View, Viewpoint } from "./view";

interface RowsProps {
  shapes: Shapes;
  layout: Layout;
  viewpoint: Viewpoint;
  unveiling: Unveiling;
  cursor: Cursor;
  /** Null where nothing can be chosen. */
  chosen: Chosen | null;
  onChooseMonth: (month: string | null, wanted: boolean) => void;
  words: TileWords;
  badge: ((photo: PhotoOut) => ReactNode) | undefined;
}

/** The rows around the screen, below the headings of their months. */
export function Rows(props: RowsProps) {
  const { shapes, layout, viewpoint, unveiling, cursor, chosen } = props;
  const text = useText();
  const view = useSyncExternalStore(viewpoint.subscribe, viewpoint.get);
  const named = useMemo(() => (chosen === null ? null : countByMonth(chosen)), [chosen]);
  const rows = rowsOf(layout, view, cursor);
  const active = useTabStop(layout, rows, cursor);
  useLayoutEffect(cursor.settle);
  return sectionsOf(layout, rows).map(({ section, rows }) => (
    <section
      key={section.month ?? ""}
      className={classes.section}
      style={{ top: section.top, height: section.height }}
    >
      {layout.frame.heading > 0 && (
        <MonthHeading
          month={section.month}
          photos={section.end - section.first}
          chosen={
            chosen === null || named === null
              ? null
              : ofMonth(chosen, named.get(section.month) ?? 0, section.end - section.first)
          }
          onChoose={props.onChooseMonth}
        />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: rows stand between it and its items. */}
      <div role="list" aria-label={text.photos.list}>
        {rows.map((row) => (
          <UnveiledRow
            key={row}
            shapes={shapes}
            layout={layout}
            unveiling={unveiling}
            row={row}
            sectionTop={section.top}
            active={isIn(layout, row, active) ? active : -1}
            chosen={chosen}
            settle={cursor.settle}
            words={props.words}
            badge={props.badge}
          />
        ))}
      </div>
    </section>
  ));
}

/** Returns the rows that are in the page: those around the screen, and the one with the focus. */
function rowsOf(layout: Layout, view: View, cursor: Cursor): number[] {
  const end = Math.min(view.endRow, layout.rows);
  const rows = Array.from(
    { length: Math.max(0, end - view.firstRow) },
    (_, k) => view.firstRow + k,
  );
  const focused = rowOf(layout, cursor.active);
  if (!cursor.focused || focused < 0 || rows.includes(focused)) return rows;
  return [...rows, focused].sort((one, other) => one - other);
}

/** Returns the place of the photo that the tab key leads to: there is always one in the page. */
function useTabStop(layout: Layout, rows: readonly number[], cursor: Cursor): number {
  const last = useRef(0);
  if (rows.includes(rowOf(layout, cursor.active))) last.current = cursor.active;
  else if (!rows.includes(rowOf(layout, last.current))) {
    const middle = rows[Math.floor(rows.length / 2)];
    last.current = middle === undefined ? 0 : (layout.rowFirst[middle] ?? 0);
  }
  return last.current;
}

function isIn(layout: Layout, row: number, index: number): boolean {
  return index >= (layout.rowFirst[row] ?? 0) && index < (layout.rowFirst[row + 1] ?? 0);
}

/** Returns ascending rows by the months that they are of. */
function sectionsOf(
  layout: Layout,
  rows: readonly number[],
): { section: Section; rows: number[] }[] {
  const found: { section: Section; rows: number[] }[] = [];
  for (const row of rows) {
    const section = layout.sections[sectionAt(layout, layout.rowTop[row] ?? 0)];
    if (section === undefined) continue;
    const last = found.at(-1);
    if (last?.section === section) last.rows.push(row);
    else found.push({ section, rows: [row] });
  }
  return found;
}
