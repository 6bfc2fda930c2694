import { Button, Loader } from "@mantine/core";
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useText } from "@/text";
import { isUsable } from "./choice";
import { FaceBoxes } from "./FaceBoxes";
import { FaceStrip } from "./FaceStrip";
import classes from "./PictureCard.module.css";
import { RemoveButton } from "./RemoveButton";
import { type Picture, search } from "./search";

/** A picture that was brought, the faces on it, and what they are good for. */
export function PictureCard({ picture }: { picture: Picture }) {
  const text = useText();
  const said = text.find.samples;
  const { sample, fault } = picture;
  const [hidden, setHidden] = useState(false); // browsers show not every kind of picture

  return (
    <article className={classes.card} aria-label={said.picture(picture.name)}>
      {!hidden && (
        <div className={classes.stage}>
          <span className={classes.frame}>
            <img
              src={picture.url}
              alt={said.picture(picture.name)}
              draggable={false}
              onError={() => setHidden(true)}
            />
            {sample !== null && (
              <FaceBoxes
                sample={sample}
                chosen={picture.chosen}
                onToggle={(number) => search.toggle(picture.id, number)}
              />
            )}
          </span>
        </div>
      )}
      <RemoveButton label={said.remove(picture.name)} onClick={() => search.remove(picture.id)} />
      <div className={classes.words}>
        {hidden && <p className={classes.name}>{picture.name}</p>}
        {sample !== null && sample.faces.length > 0 && (
          <FaceStrip
            faces={sample.faces}
            chosen={picture.chosen}
            onToggle={(number) => search.toggle(picture.id, number)}
          />
        )}
        {fault !== null ? (
          <div className={classes.fault} role="alert">
            <ImageOff size={18} aria-hidden="true" />
            <p>{text.find.refused[fault]}</p>
            {(fault === "unreachable" || fault === "busy") && (
              <Button size="compact-sm" variant="light" onClick={() => search.retry(picture.id)}>
                {text.common.retry}
              </Button>
            )}
          </div>
        ) : sample === null ? (
          <p className={classes.looking} role="status">
            <Loader size={14} aria-hidden="true" /> {said.looking}
          </p>
        ) : (
          <p className={classes.hint}>{hintOf(said, picture)}</p>
        )}
      </div>
    </article>
  );
}

/** Returns what to know about the choice as it is. */
function hintOf(said: ReturnType<typeof useText>["find"]["samples"], picture: Picture): string {
  const faces = picture.sample?.faces ?? [];
  const usable = faces.filter(isUsable);
  if (faces.length === 0) return said.noFaces;
  if (usable.length === 0) return said.useless;
  if (picture.chosen.length === 0) return said.none;
  if (picture.chosen.length > 1) return said.several;
  if (usable.length === 1) return said.one;
  return picture.chosen[0] === usable[0]?.number ? said.largest : said.each;
}
