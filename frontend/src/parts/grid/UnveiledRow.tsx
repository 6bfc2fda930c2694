import { memo, type ReactNode, useLayoutEffect, useMemo } from "react";
import type { PhotoOut } from "@/client/types.gen";
import { type Layout, widthsOf } from "@/lib/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { type Chosen, isChosen } from "@/lib/selection";
import { Row } from "./Row";
import type { TileWords } from "./Tile";
import type { Unveiling } from "./unveiling";
import { useRowPhotos } from "./useUnveiling";

interface UnveiledRowProps {
  shapes: Shapes;
  layout: Layout;
  unveiling: Unveiling;
  row: number;
  /** From the top of everything to the section that it is in. */
  sectionTop: number;
  /** The place of the photo that the tab key leads to; -1: it is in another row. */
  active: number;
  chosen: Chosen | null;
  /** Called when there are more photos in the page. */
  settle: () => void;
  words: TileWords;
  badge: ((photo: PhotoOut) => ReactNode) | undefined;
}

/** A row that is drawn anew by itself when its photos come. */
export const UnveiledRow = memo(function UnveiledRow(props: UnveiledRowProps) {
  const { shapes, layout, row, chosen, settle } = props;
  const photos = useRowPhotos(props.unveiling, row);
  const widths = useMemo(() => widthsOf(layout, shapes, row), [layout, shapes, row]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when photos come.
  useLayoutEffect(settle, [photos, settle]);
  return (
    <Row
      top={(layout.rowTop[row] as number) - props.sectionTop}
      height={layout.rowHeight[row] as number}
      widths={widths}
      first={layout.rowFirst[row] as number}
      length={shapes.length}
      photos={photos}
      chosen={
        chosen === null
          ? null
          : photos.map((photo) => photo !== undefined && isChosen(chosen, photo.photo))
      }
      active={props.active}
      words={props.words}
      badge={props.badge}
    />
  );
});
