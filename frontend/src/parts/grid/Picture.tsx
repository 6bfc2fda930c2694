import { useEffect, useRef } from "react";
import type { PhotoOut } from "@/client/types.gen";
import { type Side, thumbnail } from "@/data/pictures";
import { blurred } from "./blur";
import { inAMoment } from "./moment";
import classes from "./Picture.module.css";

const ENLARGED = 1.2; // nobody sees that of a photo this small

/** A small picture of a photo; until it is there a blurred one, if it takes a moment. */
export function Picture({ photo, longest }: { photo: PhotoOut; longest: number }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const shown = image.current;
    if (shown === null || shown.complete) return;
    return inAMoment(() => {
      const behind = shown.parentElement;
      if (behind === null || shown.complete) return;
      behind.style.backgroundImage = `url(${blurred(photo.thumbhash)})`;
    });
  }, [photo.thumbhash]);
  return (
    <img
      ref={image}
      className={classes.picture}
      src={thumbnail(photo.photo, sideFor(longest))}
      alt=""
      decoding="async"
      draggable={false}
      onLoad={(event) => {
        event.currentTarget.parentElement?.style.removeProperty("background-image");
      }}
      onError={(event) => {
        event.currentTarget.dataset.failed = "";
      }}
    />
  );
}

/** Returns how large a picture to ask for, where it is `longest` pixels on its longer side. */
export function sideFor(longest: number): Side {
  const needed = (longest * window.devicePixelRatio) / ENLARGED;
  return needed <= 256 ? 256 : 512;
}
