import { useResizeObserver } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { crop } from "@/data/pictures";
import classes from "./Mosaic.module.css";
import { type Placed, placed, type Rectangle, slots } from "./mosaic";

const TILE = { narrow: 62, wide: 96 }; // pixels
const GAP = { narrow: 8, wide: 12 };
const NARROW = 640;
const STAGGER_MS = 60; // between faces that come together
const LONGEST_MS = 1_200; // until the last of them is there

interface MosaicProps {
  /** Ids, newest first. */
  faces: readonly string[];
  /** What stands in front, which no face is to lie under. */
  hole: Rectangle | null;
}

/** Faces that fill what is around them, and come in softly as they are found. */
export function Mosaic({ faces, hole }: MosaicProps) {
  const [frame, { width, height }] = useResizeObserver<HTMLDivElement>();
  const narrow = width < NARROW;
  const tile = narrow ? TILE.narrow : TILE.wide;
  const places = useMemo(
    () => slots(width, height, tile, narrow ? GAP.narrow : GAP.wide, hole),
    [width, height, tile, narrow, hole],
  );
  const shown = usePlaced(faces, places.length);
  const first = new Map<number, number>(); // how many of a turn came before
  return (
    <div ref={frame} className={classes.mosaic} aria-hidden="true">
      {shown.map((one, n) => {
        const place = places[n];
        if (one === null || place === undefined) return null;
        const nth = first.get(one.turn) ?? 0;
        first.set(one.turn, nth + 1);
        return (
          <img
            key={one.face}
            className={classes.face}
            src={crop(one.face)}
            alt=""
            decoding="async"
            draggable={false}
            width={tile}
            height={tile}
            style={{
              translate: `${place.x}px ${place.y}px`,
              animationDelay: `${Math.min(nth * STAGGER_MS, LONGEST_MS)}ms`,
            }}
          />
        );
      })}
    </div>
  );
}

function usePlaced(faces: readonly string[], room: number): Placed {
  const [shown, setShown] = useState<{ all: Placed; turn: number }>({ all: [], turn: 0 });
  useEffect(() => {
    setShown(({ all, turn }) => {
      const next = placed(all, faces, room, turn + 1);
      return next === all ? { all, turn } : { all: next, turn: turn + 1 };
    });
  }, [faces, room]);
  return shown.all;
}
