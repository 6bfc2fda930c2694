import { type RefObject, useMemo, useRef } from "react";
import { usePreferences } from "@/data/preferences";
import { justify, type Layout } from "@/lib/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { frameOf } from "./frame";
import { type Cursor, useCursor } from "./useCursor";
import { useView } from "./useView";
import { useWidth } from "./useWidth";
import type { Viewpoint } from "./view";

/** Where photos are on the page, and where one looks. */
interface WallState {
  root: RefObject<HTMLDivElement | null>;
  layout: Layout | null;
  viewpoint: Viewpoint;
  cursor: Cursor;
}

/** Lays photos out in the width that the page has. `months`: with a heading above each month. */
export function useWall(shapes: Shapes, months: boolean): WallState {
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const [{ rows }] = usePreferences();
  const layout = useMemo(
    () => (width === 0 ? null : justify(shapes, frameOf(width, rows, months))),
    [shapes, width, rows, months],
  );
  const viewpoint = useView(root, layout);
  const cursor = useCursor(root, layout);
  return { root, layout, viewpoint, cursor };
}
