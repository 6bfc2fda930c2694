import {
  type CSSProperties,
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import type { PhotoOut } from "@/client/types.gen";
import type { Sequence } from "@/parts/sequence";
import { fitted, type Size, sideFor } from "./geometry";
import { Picture } from "./Picture";
import classes from "./Stage.module.css";
import { type Camera, useCamera } from "./useCamera";
import { usePointers } from "./usePointers";
import { useSize } from "./useSize";

interface StageProps {
  sequence: Sequence;
  /** Place of the photo in the sequence; -1: not known. */
  index: number;
  photo: PhotoOut;
  alt: string;
  /** What is drawn over the picture, in shares of it. */
  children?: ReactNode;
  onTurn: (step: -1 | 1) => void;
  onClose: () => void;
  onTap: (touch: boolean) => void;
  /** Moves the picture from outside: by keys and buttons. */
  handle: Ref<Camera>;
}

/** Above and below the whole picture, for what lies over the stage, pixels. */
const MARGIN = 56;

/** Where a photo is looked at: it can be zoomed, moved, turned to the next and put away. */
export function Stage(props: StageProps) {
  const { sequence, index, photo, alt, children, handle } = props;
  const stage = useRef<HTMLDivElement>(null);
  const size = useSize(stage);
  const fit = useMemo(() => fitted(photo, inside(size)), [photo, size]);
  const [camera, zoom] = useCamera(stage, fit, size, photo.photo);
  useImperativeHandle(handle, () => camera, [camera]);
  const [sharp, setSharp] = useState<string | null>(null);
  const [gone, setGone] = useState<string | null>(null);
  const tellGone = useCallback(
    (of: string, is: boolean) => setGone((old) => (is ? of : old === of ? null : old)),
    [],
  );
  const before = index > 0 ? sequence.at(index - 1) : undefined;
  const after = index >= 0 ? sequence.at(index + 1) : undefined;
  const pointers = usePointers({
    ...props,
    stage,
    camera,
    fit,
    size,
    before: before !== undefined,
    after: after !== undefined,
  });
  const ready = sharp === photo.photo; // those beside wait until the line is free
  const slots = [
    { shown: before, place: -1 },
    { shown: photo, place: 0 },
    { shown: after, place: 1 },
  ] as const;

  return (
    <div ref={stage} className={classes.stage} data-zoomed={zoom > 1 || undefined} {...pointers}>
      <div className={classes.track}>
        {slots.map(
          ({ shown, place }) =>
            shown !== undefined &&
            size.width > 0 && (
              <div
                key={shown.photo}
                className={classes.slot}
                data-place={place}
                aria-hidden={place !== 0 || undefined}
              >
                <Picture
                  photo={shown}
                  fit={place === 0 ? fit : fitted(shown, inside(size))}
                  side={
                    place === 0 || ready ? sharpEnough(shown, size, place === 0 ? zoom : 1) : null
                  }
                  alt={place === 0 ? alt : ""}
                  current={place === 0}
                  onSharp={setSharp}
                  onGone={tellGone}
                />
              </div>
            ),
        )}
      </div>
      <div
        className={classes.overlay}
        style={{ "--width": fit.width, "--height": fit.height } as CSSProperties}
      >
        {gone === photo.photo ? null : children}
      </div>
    </div>
  );
}

function inside({ width, height }: Size): Size {
  return { width, height: Math.max(0, height - 2 * MARGIN) };
}

function sharpEnough(photo: PhotoOut, stage: Size, zoom: number) {
  const fit = fitted(photo, inside(stage));
  const dense = zoom * devicePixelRatio;
  return sideFor({ width: fit.width * dense, height: fit.height * dense }, photo);
}
