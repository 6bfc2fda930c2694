import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Maximize2 } from "lucide-react";
import { getFaceOptions, getPhotoOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut, PhotoOut } from "@/client/types.gen";
import { thumbnail } from "@/data/pictures";
import { useFormat, useText } from "@/text";
import classes from "./WholePhoto.module.css";

/** The photo that a face is on, with a frame around the face. */
export function WholePhoto({ face }: { face: string }) {
  const found = useQuery({ ...getFaceOptions({ path: { face } }), throwOnError: true });
  const photo = useQuery({
    ...getPhotoOptions({ path: { photo: found.data?.photo ?? "" } }),
    enabled: found.data !== undefined,
    throwOnError: true,
  });
  if (found.data === undefined || photo.data === undefined) return <Skeleton h="50dvh" />;
  return <Framed face={found.data} photo={photo.data.photo} />;
}

function Framed({ face, photo }: { face: FaceOut; photo: PhotoOut }) {
  const text = useText();
  const format = useFormat();
  return (
    <figure className={classes.figure}>
      <span className={classes.picture} style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
        <img src={thumbnail(photo.photo, 1280)} alt={text.review.photoOf} />
        <span className={classes.frame} style={placeOf(face.box, photo)} />
      </span>
      <figcaption className={classes.caption}>
        <span>{photo.taken === null ? "" : format.day(photo.taken)}</span>
        <Link to="/photos" search={{ photo: photo.photo }} className={classes.open}>
          <Maximize2 size={16} aria-hidden="true" />
          {text.review.openPhoto}
        </Link>
      </figcaption>
    </figure>
  );
}

/** Returns where a box in pixels of the photo lies, in parts of it. */
function placeOf(box: readonly number[], photo: PhotoOut) {
  const [left = 0, top = 0, right = 0, bottom = 0] = box;
  return {
    left: `${(100 * left) / photo.width}%`,
    top: `${(100 * top) / photo.height}%`,
    width: `${(100 * (right - left)) / photo.width}%`,
    height: `${(100 * (bottom - top)) / photo.height}%`,
  };
}
