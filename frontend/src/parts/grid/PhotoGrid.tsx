import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import type { PhotoOut } from "@/client/types.gen";
import type { PhotoFilter } from "@/data/filters";
import { useShapes } from "@/data/layout";
import type { Shapes } from "@/lib/layoutShapes";
import { Cover } from "@/parts/lightbox/Cover";
import { Lightbox } from "@/parts/lightbox/Lightbox";
import { useText } from "@/text";
import { GridSkeleton } from "./GridSkeleton";

import classes from "./PhotoGrid.module.css";
import { Scrubber } from "./Scrubber";
import { useChoosing } from "./useChoosing";
import { useChoosingKeys } from "./useChoosingKeys";
import { useOpenPhoto } from "./useOpenPhoto";
import type { Selection } from "./useSelection";
import { useSequence } from "./useSequence";
import { useWall } from "./useWall";
import { Wall } from "./Wall";

/** From so many on one scrolls by date. */
const FEWEST_MONTHS = 3;
const FEWEST_PHOTOS = 60;

interface PhotoGridProps {
  filter: PhotoFilter;
  /** Called when a photo is opened. Without it the grid opens it itself, at `?photo=`. */
  onOpen?: (photo: string) => void;
  /** From `useSelection`: photos can be chosen then. */
  selection?: Selection;
  badge?: (photo: PhotoOut) => ReactNode;
  /** Stands where no photo is so. */
  empty?: ReactNode;
}

/**
 * All photos of a filter by month, however many: their places are known before they are loaded.
 *
 * The window scrolls it. It shows the photo that the address of the page has open.
 */
export function PhotoGrid({ empty = null, ...props }: PhotoGridProps) {
  const shapes = useShapes(props.filter);
  if (shapes === undefined) return <Coming />;
  if (shapes.length === 0) return empty;
  return <Filled key={JSON.stringify(props.filter)} shapes={shapes} {...props} />;
}

/** Stands until it is known how large the grid is; a photo that the address has open is covered. */
function Coming() {
  const opened = useOpenPhoto();
  return (
    <>
      <GridSkeleton />
      {opened.photo !== undefined && <Cover onClose={opened.close} />}
    </>
  );
}

interface FilledProps extends Omit<PhotoGridProps, "empty"> {
  shapes: Shapes;
}

function Filled({ filter, shapes, selection, onOpen, badge }: FilledProps) {
  const text = useText();
  const opened = useOpenPhoto();
  const { root, layout, viewpoint, cursor } = useWall(shapes, true);
  const { sequence, place, ...loading } = useSequence(filter, shapes, viewpoint, opened.photo);
  const choosing = useChoosing(filter, shapes, selection);
  useChoosingKeys(selection, choosing, opened.photo === undefined);
  useReturn(opened.photo, place, cursor.show);
  const scrubbed = shapes.months.length >= FEWEST_MONTHS && shapes.length >= FEWEST_PHOTOS;
  return (
    <div className={classes.grid} data-scrubbed={scrubbed || undefined}>
      <Wall
        root={root}
        shapes={shapes}
        layout={layout}
        viewpoint={viewpoint}
        source={loading.source}
        cursor={cursor}
        addressOf={opened.addressOf}
        onOpen={onOpen ?? opened.open}
        selection={selection}
        choosing={choosing}
        badge={badge}
      />
      {layout !== null && scrubbed && <Scrubber root={root} layout={layout} />}
      {loading.failed && (
        <div className={classes.failed} role="alert">
          {text.photos.notLoaded}
          <Button size="compact-sm" variant="light" onClick={loading.again}>
            {text.common.retry}
          </Button>
        </div>
      )}
      {opened.photo !== undefined && (
        <Lightbox
          sequence={sequence}
          photo={opened.photo}
          onMove={opened.move}
          onClose={opened.close}
        />
      )}
    </div>
  );
}

/** Leads back to the photo that was open last, once it is closed. */
function useReturn(
  photo: string | undefined,
  place: number,
  show: (index: number, focus: boolean) => void,
): void {
  const router = useRouter();
  const last = useRef(-1);
  useEffect(() => {
    if (place >= 0) last.current = place;
  }, [place]);
  useEffect(() => {
    if (photo !== undefined || last.current < 0) return;
    const left = last.current;
    last.current = -1;
    show(left, true);
    // The router brings back where the page was scrolled to before: that may be far from it.
    const unsubscribe = router.subscribe("onRendered", () => {
      unsubscribe();
      show(left, true);
    });
    return unsubscribe;
  }, [photo, show, router]);
}
