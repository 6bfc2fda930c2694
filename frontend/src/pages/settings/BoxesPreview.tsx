import type { Preferences } from "@/data/preferences";
import { INK, type Letter, lookOf } from "@/parts/lightbox/palette";
import { useText } from "@/text";
import classes from "./BoxesPreview.module.css";

const SHOWN = ["M", "W", "L", "U"] as const satisfies readonly Letter[];

/** How faces are marked on photos, drawn as the lightbox draws them. */
export function BoxesPreview({ boxes }: { boxes: Preferences["boxes"] }) {
  const words = useText().settings.appearance;
  const meaning = { M: words.man, W: words.woman, L: words.unsure, U: words.unknown };
  return (
    <ul className={classes.faces} aria-label={words.preview}>
      {SHOWN.map((letter) => {
        const { colour, line } = lookOf(letter, boxes);
        return (
          <li key={letter} className={classes.face}>
            <span className={classes.picture} aria-hidden="true">
              <svg viewBox="0 0 64 64" className={classes.head} aria-hidden="true">
                <circle cx="32" cy="27" r="11" />
                <path d="M10 64c2-15 11-21 22-21s20 6 22 21z" />
              </svg>
              {boxes !== "off" && (
                <span className={classes.box} style={{ borderColor: colour, borderStyle: line }}>
                  <span className={classes.letter} style={{ background: colour, color: INK }}>
                    {letter}
                  </span>
                </span>
              )}
            </span>
            <span className={classes.meaning}>{meaning[letter]}</span>
          </li>
        );
      })}
    </ul>
  );
}
