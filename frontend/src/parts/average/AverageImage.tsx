import { ImageOff } from "lucide-react";
import { useState } from "react";
import classes from "./AverageImage.module.css";

interface AverageImageProps {
  src: string;
  alt: string;
  /** Loaded at once: it is what the page is about. */
  first?: boolean;
  /** Shown as a whole, in its own proportions, rather than as a square. */
  whole?: { width: number; height: number };
}

/** A picture that fades in once it is there. */
export function AverageImage({ src, alt, first = false, whole }: AverageImageProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [gone, setGone] = useState<string | null>(null);
  return (
    <span
      className={classes.frame}
      data-square={whole === undefined || undefined}
      style={whole && { aspectRatio: `${whole.width} / ${whole.height}` }}
    >
      {gone === src ? (
        <span className={classes.gone} {...(alt === "" ? {} : { role: "img", "aria-label": alt })}>
          <ImageOff size={26} strokeWidth={1.6} aria-hidden="true" />
        </span>
      ) : (
        <img
          // One that is in memory already is complete before anybody listens.
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setShown(src);
          }}
          className={classes.image}
          src={src}
          alt={alt}
          loading={first ? "eager" : "lazy"}
          decoding="async"
          draggable={false}
          data-shown={shown === src || undefined}
          onLoad={() => setShown(src)}
          onError={() => setGone(src)}
        />
      )}
    </span>
  );
}
