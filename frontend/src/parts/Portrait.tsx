import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PortraitSide } from "@/data/pictures";
import { crop, facePortrait, personCrop, personPortrait } from "@/data/pictures";
import classes from "./Portrait.module.css";

const AGAIN_MS = 2_000;
const LATE_MS = 250;

interface PortraitProps {
  /** A person, or a face. */
  of: { person: string; feature?: string | null } | { face: string };
  /** Of the picture that is asked for, pixels; on screen it fills what is around it. */
  side?: PortraitSide;
  /** Who it is, for who cannot see it; "" where the name stands beside it. */
  alt: string;
  round?: boolean;
}

/** Ends the loading of a picture that nobody sees any more: others wait for its connection. */
function unlessGone(picture: HTMLImageElement) {
  if (!picture.hasAttribute("src")) picture.src = picture.dataset.source ?? "";
  return () => {
    if (picture.complete) return;
    picture.dataset.source = picture.src; // should it come back after all
    picture.removeAttribute("src");
  };
}

/**
 * Lets a picture be asked for once more after a while: the server may have had too much to do.
 *
 * @returns Whether there is none for now, and what to call when it failed.
 */
function useSecondTry(source: string): [boolean, () => void] {
  const [failed, setFailed] = useState({ source, times: 0 });
  const times = failed.source === source ? failed.times : 0;
  useEffect(() => {
    if (times !== 1) return;
    const again = setTimeout(() => setFailed({ source, times: 2 }), AGAIN_MS);
    return () => clearTimeout(again);
  }, [source, times]);
  return [times === 1 || times === 3, () => setFailed({ source, times: times + 1 })];
}

type Meanwhile = "no" | "asked" | "shown";

/**
 * Lets the face as it is on its photo stand in for a portrait that takes its time.
 *
 * A portrait that nobody has seen is made when it is asked for, and many of them wait for each
 * other. So all that are late give way to these pictures, which are there at once, and then come
 * on top of them.
 *
 * @returns How far that is, and what to call when the picture that was asked for has come.
 */
function useMeanwhile(
  source: string,
  image: RefObject<HTMLImageElement | null>,
): [Meanwhile, () => void] {
  const [state, setState] = useState<{ source: string; is: Meanwhile }>({ source, is: "no" });
  const is = state.source === source ? state.is : "no";
  useEffect(() => {
    const late = setTimeout(() => {
      if (isWaitedFor(image.current)) setState({ source, is: "asked" });
    }, LATE_MS);
    return () => clearTimeout(late);
  }, [source, image]);
  return [is, () => is === "asked" && setState({ source, is: "shown" })];
}

/** Whether a picture is on screen, and not there yet. */
function isWaitedFor(image: HTMLImageElement | null): boolean {
  if (image === null || image.complete) return false;
  const { top, bottom } = image.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** An upright portrait before a soft background: eyes on one line, all of one size. */
export function Portrait({ of, side = 256, alt, round = false }: PortraitProps) {
  const source =
    "face" in of
      ? facePortrait(of.face, side)
      : personPortrait(of.person, side, of.feature ?? null);
  const instead = "face" in of ? crop(of.face) : personCrop(of.person, of.feature ?? null);
  const image = useRef<HTMLImageElement>(null);
  const attached = useCallback((shown: HTMLImageElement) => {
    image.current = shown;
    return unlessGone(shown);
  }, []);
  const [gone, failed] = useSecondTry(source);
  const [meanwhile, came] = useMeanwhile(source, image);
  const asked = meanwhile === "asked" ? instead : source;
  return (
    <span className={classes.frame} data-round={round || undefined}>
      {gone ? (
        <svg
          viewBox="0 0 64 64"
          role={alt === "" ? undefined : "img"}
          aria-label={alt || undefined}
        >
          <circle cx="32" cy="25" r="11" fill="currentColor" />
          <path d="M10 60c2-14 11-20 22-20s20 6 22 20z" fill="currentColor" />
        </svg>
      ) : (
        <img
          ref={attached}
          src={asked}
          alt={alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          style={
            meanwhile === "shown" ? { background: `center / cover url("${instead}")` } : undefined
          }
          onLoad={came}
          onError={meanwhile === "asked" ? came : failed}
        />
      )}
    </span>
  );
}
