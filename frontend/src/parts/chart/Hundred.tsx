import { dots } from "./dots";
import classes from "./Hundred.module.css";

interface HundredProps {
  /** Shares, [0, 1]: what is nearly sure, what is likely, what is possible. */
  low: number;
  value: number;
  high: number;
  /** What it shows, in a sentence, for who cannot see it. */
  sentence: string;
}

/** A share as a hundred dots: full as far as it is sure, light as far as it is possible. */
export function Hundred({ low, value, high, sentence }: HundredProps) {
  return (
    <svg viewBox="0 0 200 200" className={classes.hundred} role="img" aria-label={sentence}>
      {dots(low, value, high).map((kind, place) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: dots are their places.
          key={place}
          cx={(place % 10) * 20 + 10}
          cy={Math.floor(place / 10) * 20 + 10}
          r={7}
          data-kind={kind}
        />
      ))}
    </svg>
  );
}
