import { useState } from "react";
import type { SideOut } from "@/client/types.gen";
import { crop } from "@/data/pictures";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import classes from "./Side.module.css";

interface SideProps {
  side: SideOut;
  /** As it lies on the photo, not upright: where it is asked whether it is a face at all. */
  asIs?: boolean;
  /** Which one of two. */
  place?: string;
  onFace: (face: string) => void;
}

/** One side of a question: a large face, and others of the same person to choose from. */
export function Side({ side, asIs = false, place, onFace }: SideProps) {
  const text = useText();
  const [at, setAt] = useState(0);
  const shown = side.best[at] ?? side.best[0];
  const alt = (n: number): string =>
    side.name === null ? text.review.faceUnknown(n) : text.review.faceOf(side.name, n);
  const choose = (n: number): void => {
    setAt(n);
    const face = side.best[n]?.face;
    if (face !== undefined) onFace(face);
  };
  return (
    <div
      className={classes.side}
      data-alone={side.best.length < 2 || undefined}
      data-only={place === undefined || undefined}
    >
      <div className={classes.large}>
        {shown !== undefined && !asIs && (
          <img
            key={`under ${shown.face}`}
            className={classes.under}
            src={crop(shown.face)}
            alt=""
          />
        )}
        {shown !== undefined && (
          <Face key={shown.face} face={shown.face} asIs={asIs} alt={alt(at + 1)} />
        )}
        <Taken taken={shown?.taken ?? null} />
      </div>
      {side.best.length > 1 && (
        <div className={classes.others}>
          {side.best.map((face, n) => (
            <button
              key={face.face}
              type="button"
              className={classes.small}
              aria-pressed={n === at}
              aria-label={text.review.showFace(n + 1)}
              onClick={() => choose(n)}
            >
              <img src={crop(face.face)} alt="" draggable={false} />
            </button>
          ))}
        </div>
      )}
      <Caption side={side} place={place} />
    </div>
  );
}

function Face({ face, asIs, alt }: { face: string; asIs: boolean; alt: string }) {
  if (!asIs) return <Portrait of={{ face }} side={512} alt={alt} />;
  return <img className={classes.crop} src={crop(face)} alt={alt} draggable={false} />;
}

function Taken({ taken }: { taken: string | null }) {
  const format = useFormat();
  if (taken === null) return null;
  return <span className={classes.taken}>{format.day(taken)}</span>;
}

function Caption({ side, place }: { side: SideOut; place: string | undefined }) {
  const text = useText();
  const isPerson = side.id.startsWith("p");
  const called = side.name ?? (isPerson ? text.review.unnamed : text.review.alone);
  return (
    <p className={classes.caption}>
      {place !== undefined && side.name === null && <span className={classes.place}>{place}</span>}
      <strong className={classes.name} data-named={side.name !== null || undefined}>
        {called}
      </strong>
      {isPerson && <span>{text.common.faces(side.faces)}</span>}
    </p>
  );
}
