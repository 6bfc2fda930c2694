import { useEffect, useState } from "react";
import type { PortraitSide } from "@/data/pictures";
import { facePortrait, personPortrait } from "@/data/pictures";
import classes from "./Portrait.module.css";

const AGAIN_MS = 2_000;

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
  const source = picture.src;
  if (!picture.hasAttribute("src")) picture.src = picture.dataset.source ?? "";
  return () => {
    if (picture.complete) return;
    picture.dataset.source = source; // should it come back after all
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

/** An upright portrait before a soft background: eyes on one line, all of one size. */
export function Portrait({ of, side = 256, alt, round = false }: PortraitProps) {
  const source =
    "face" in of
      ? facePortrait(of.face, side)
      : personPortrait(of.person, side, of.feature ?? null);
  const [gone, failed] = useSecondTry(source);
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
          ref={unlessGone}
          src={source}
          alt={alt}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={failed}
        />
      )}
    </span>
  );
}
