import type { ReactNode } from "react";
import { useText } from "@/text";
import { likenessWords } from "./closeness";
import { Medal } from "./Medal";
import { Nick } from "./Nick";
import classes from "./Podium.module.css";
import { type Placed, sideBySide, stepsOf } from "./podium";

/** Somebody on a podium. */
export interface OnPodium extends Placed {
  entry: string;
  name: string | null;
  similarity: number;
}

interface PodiumProps<Entry extends OnPodium> {
  entries: readonly Entry[];
  portrait: (entry: Entry) => ReactNode;
  /** The lowest place that is to be seen by now: 4 is nobody yet, 1 all. */
  upTo?: number;
  /** For a big screen: as large as there is room. */
  large?: boolean;
}

const FACES = 3; // beside each other on one step; more are counted

/** The first three places as steps, the best in the middle; equal ones stand together. */
export function Podium<Entry extends OnPodium>({
  entries,
  portrait,
  upTo = 1,
  large = false,
}: PodiumProps<Entry>) {
  const text = useText().game;
  return (
    <ol className={classes.podium} aria-label={text.podium} data-large={large || undefined}>
      {sideBySide(stepsOf(entries)).map(({ place, entries: same }) => (
        <li
          key={place}
          value={place}
          className={classes.step}
          data-place={place}
          data-hidden={place < upTo || undefined}
          aria-hidden={place < upTo || undefined}
        >
          <span className={classes.faces} data-many={same.length > 1 || undefined}>
            {same.slice(0, FACES).map((entry) => (
              <span key={entry.entry} className={classes.face}>
                {portrait(entry)}
              </span>
            ))}
          </span>
          <span className={classes.names}>
            {same.slice(0, FACES).map((entry) => (
              <span key={entry.entry} className={classes.name}>
                <Nick>{entry.name ?? text.nameless}</Nick>
              </span>
            ))}
            {same.length > FACES && (
              <span className={classes.more}>{text.screen.more(same.length - FACES)}</span>
            )}
          </span>
          <span className={classes.block}>
            <Medal place={place} />
            <span className={classes.value}>{likenessWords(same[0]?.similarity ?? 0)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
