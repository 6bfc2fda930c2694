import type { CSSProperties, KeyboardEvent, MouseEvent, ReactNode, RefObject } from "react";
import type { PhotoOut } from "@/client/types.gen";
import type { ChunkSource } from "@/data/chunks";
import { photoAt } from "@/data/layout";
import type { Layout } from "@/lib/layout";
import { isMove, moved } from "@/lib/layoutMoves";
import type { Shapes } from "@/lib/layoutShapes";
import { isChosen } from "@/lib/selection";
import { Rows } from "./Rows";
import type { Choosing } from "./useChoosing";
import { type Cursor, indexOf } from "./useCursor";
import type { Selection } from "./useSelection";
import { useTileWords } from "./useTileWords";
import { useTouch } from "./useTouch";
import { useUnveiling } from "./useUnveiling";
import type { Viewpoint } from "./view";
import classes from "./Wall.module.css";

interface WallProps {
  root: RefObject<HTMLDivElement | null>;
  shapes: Shapes;
  /** Null before it is known how wide the page is. */
  layout: Layout | null;
  viewpoint: Viewpoint;
  source: ChunkSource;
  cursor: Cursor;
  addressOf: (photo: string) => string;
  onOpen: (photo: string) => void;
  selection?: Selection | undefined;
  choosing?: Choosing | null;
  badge?: ((photo: PhotoOut) => ReactNode) | undefined;
}

const NOTHING_TO_CHOOSE = (): void => {};

/** Photos in justified rows: only those around the screen are in the page. */
export function Wall(props: WallProps) {
  const { root, shapes, layout, viewpoint, source, cursor, selection, choosing = null } = props;
  const words = useTileWords(props.addressOf);
  const unveiling = useUnveiling(source, shapes, layout, viewpoint);
  const touch = useTouch((index) => toggle(index, false));
  const open = (index: number): void => {
    const photo = photoAt(source.chunks, shapes, index);
    if (photo !== undefined) props.onOpen(photo.photo);
  };
  const toggle = (index: number, through: boolean): void => {
    const photo = photoAt(source.chunks, shapes, index);
    if (photo === undefined || selection === undefined) return;
    choosing?.choose(index, through || !isChosen(selection.chosen, photo.photo), through);
  };

  const clicked = (event: MouseEvent): void => {
    const index = indexOf(event.target);
    if (index === null) return;
    const onCheck = event.target instanceof Element && event.target.closest("button") !== null;
    const elsewhere = !onCheck && (event.metaKey || event.ctrlKey); // in a tab of its own
    if (elsewhere) return;
    event.preventDefault();
    if (touch.wasLong()) return;
    const byPointer = event.detail > 0; // keys open photos, whatever is chosen
    const choose = byPointer && (selection?.choosing || event.shiftKey);
    if (onCheck || (selection !== undefined && choose)) toggle(index, event.shiftKey);
    else open(index);
  };

  const pressed = (event: KeyboardEvent): void => {
    const index = indexOf(event.target);
    if (index === null || layout === null || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === " ") {
      event.preventDefault();
      toggle(index, event.shiftKey);
    } else if (isMove(event.key)) {
      event.preventDefault();
      const page = window.innerHeight * 0.8;
      cursor.show(moved(layout, shapes, index, event.key, page), true);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears for the links and buttons within.
    <div
      ref={root}
      className={classes.wall}
      data-choosing={selection?.choosing || undefined}
      style={
        {
          height: layout?.height ?? "60vh",
          "--grid-gap": `${layout?.frame.gap ?? 4}px`,
        } as CSSProperties
      }
      onClick={clicked}
      onKeyDown={pressed}
      onFocus={cursor.onFocus}
      onBlur={cursor.onBlur}
      onPointerDown={touch.onPointerDown}
      onPointerMove={touch.onPointerMove}
      onPointerUp={touch.onPointerUp}
      onPointerCancel={touch.onPointerCancel}
      onContextMenu={(event) => {
        if (selection?.choosing && "ontouchstart" in window) event.preventDefault();
      }}
    >
      {layout !== null && (
        <Rows
          shapes={shapes}
          layout={layout}
          viewpoint={viewpoint}
          unveiling={unveiling}
          cursor={cursor}
          chosen={selection?.chosen ?? null}
          onChooseMonth={choosing?.chooseMonth ?? NOTHING_TO_CHOOSE}
          words={words}
          badge={props.badge}
        />
      )}
    </div>
  );
}
