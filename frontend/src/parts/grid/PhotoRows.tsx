import { type ReactNode, useMemo } from "react";
import type { PhotoOut } from "@/client/types.gen";
import { wholeChunk } from "@/data/chunks";
import { shapesOfSizes } from "@/lib/layoutShapes";
import { Lightbox } from "@/parts/lightbox/Lightbox";
import { sequenceOf } from "@/parts/sequence";

import { useOpenPhoto } from "./useOpenPhoto";
import { useWall } from "./useWall";
import { Wall } from "./Wall";

interface PhotoRowsProps {
  /** All of them, in their order. */
  photos: readonly PhotoOut[];
  /** Called when a photo is opened. Without it the rows open it themselves, at `?photo=`. */
  onOpen?: (photo: string) => void;
  /** What stands in the lower right corner of a photo. The same function as long as it says the same. */
  badge?: (photo: PhotoOut) => ReactNode;
}

/** Photos that are all there, in justified rows without months. */
export function PhotoRows({ photos, onOpen, badge }: PhotoRowsProps) {
  const opened = useOpenPhoto();
  const shapes = useMemo(() => shapesOfSizes(photos), [photos]);
  const sequence = useMemo(() => sequenceOf(photos), [photos]);
  const source = useMemo(() => wholeChunk(photos), [photos]);
  const { root, layout, viewpoint, cursor } = useWall(shapes, false);
  if (photos.length === 0) return null;
  return (
    <>
      <Wall
        root={root}
        shapes={shapes}
        layout={layout}
        viewpoint={viewpoint}
        source={source}
        cursor={cursor}
        addressOf={opened.addressOf}
        onOpen={onOpen ?? opened.open}
        badge={badge}
      />
      {onOpen === undefined && opened.photo !== undefined && (
        <Lightbox
          sequence={sequence}
          photo={opened.photo}
          onMove={opened.move}
          onClose={opened.close}
        />
      )}
    </>
  );
}
