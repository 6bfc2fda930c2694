import { Button } from "@mantine/core";
import { ImageOff } from "lucide-react";
import { useEffect, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import type { PhotoOut } from "@/client/types.gen";
import { type Side, thumbnail } from "@/data/pictures";
import { useText } from "@/text";
import type { Size } from "./geometry";
import classes from "./Picture.module.css";

const FIRST: Side = 512;
/** A server that is busy refuses at first. */
const PAUSES_MS = [600, 2_000] as const;

interface PictureProps {
  photo: PhotoOut;
  fit: Size;
  /** Of the picture that is sharp enough; null: the small one will do for now. */
  side: Side | null;
  /** What it shows, in words; "" for those that wait beside the stage. */
  alt: string;
  /** It is the one that is looked at. */
  current: boolean;
  /** What is sharp enough is there, and it is looked at. */
  onSharp: (photo: string) => void;
  /** Whether it cannot be shown, when that changes. */
  onGone: (photo: string, gone: boolean) => void;
}

/** A photo: blurred at once, then small, then as sharp as it is looked at. */
export function Picture({ photo, fit, side, alt, current, onSharp, onGone }: PictureProps) {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<"coming" | "there" | "gone">("coming");
  const sides = useSides(side);
  const [best, setBest] = useState(0);
  const there = (loaded: Side): void => {
    setState("there");
    setBest((old) => Math.max(old, loaded));
  };
  const isSharp = current && side !== null && best >= side;
  useEffect(() => {
    if (isSharp) onSharp(photo.photo);
  }, [isSharp, onSharp, photo.photo]);
  useEffect(() => {
    if (state !== "gone") return;
    const pause = PAUSES_MS[attempt];
    if (pause === undefined) return;
    const timer = setTimeout(() => {
      setState("coming");
      setAttempt(attempt + 1);
    }, pause);
    return () => clearTimeout(timer);
  }, [state, attempt]);

  const isGone = state === "gone" && attempt >= PAUSES_MS.length;
  useEffect(() => {
    if (current) onGone(photo.photo, isGone);
  }, [current, isGone, onGone, photo.photo]);

  if (isGone && current) {
    return (
      <Gone
        missing={photo.missing}
        onRetry={() => {
          setState("coming");
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return (
    <div
      className={classes.picture}
      data-current={current || undefined}
      style={{ width: fit.width, height: fit.height }}
    >
      <Blurred hash={photo.thumbhash} />
      <img
        key={attempt}
        src={thumbnail(photo.photo, FIRST)}
        alt={alt}
        draggable={false}
        data-coming={state === "coming" || undefined}
        onLoad={() => there(FIRST)}
        onError={() => setState((old) => (old === "there" ? old : "gone"))}
      />
      {sides.map((sharp) => (
        <Sharp key={sharp} photo={photo.photo} side={sharp} onThere={() => there(sharp)} />
      ))}
    </div>
  );
}

function Sharp({ photo, side, onThere }: { photo: string; side: Side; onThere: () => void }) {
  const [loaded, setLoaded] = useState(false);
  return (
    <img
      src={thumbnail(photo, side)}
      alt=""
      draggable={false}
      decoding="async"
      data-coming={!loaded || undefined}
      onLoad={() => {
        setLoaded(true);
        onThere();
      }}
    />
  );
}

function Blurred({ hash }: { hash: string }) {
  const [source] = useState(() => {
    try {
      return thumbHashToDataURL(Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)));
    } catch {
      return null; // no placeholder is better than no picture
    }
  });
  return source === null ? null : <img src={source} alt="" draggable={false} />;
}

function Gone({ missing, onRetry }: { missing: boolean; onRetry: () => void }) {
  const text = useText().lightbox;
  const retry = useText().common.retry;
  return (
    <div className={classes.gone} role="alert">
      <ImageOff size={36} strokeWidth={1.5} aria-hidden="true" />
      <p className={classes.title}>{missing ? text.missing : text.notShown}</p>
      <p>{missing ? text.missingHelp : text.notShownHelp}</p>
      <Button variant="white" color="dark" onClick={onRetry}>
        {retry}
      </Button>
    </div>
  );
}

/** Returns the sides that were needed so far, the sharpest last: what is there is never dropped. */
function useSides(side: Side | null): readonly Side[] {
  const [sides, setSides] = useState<readonly Side[]>([]);
  const sharpest = sides.at(-1) ?? FIRST;
  if (side !== null && side > sharpest) {
    const more = [...sides, side];
    setSides(more);
    return more;
  }
  return sides;
}
