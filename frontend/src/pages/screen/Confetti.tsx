import { variables } from "@/lib/variables";
import classes from "./Confetti.module.css";

const PIECES = 64;
const GOLDEN = 0.618_034; // its multiples spread evenly: no two pieces fall as one

/** Paper that falls once, for whoever won. */
export function Confetti() {
  return (
    <span className={classes.confetti} aria-hidden="true">
      {Array.from({ length: PIECES }, (_, n) => {
        const share = (n * GOLDEN) % 1;
        return (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
            key={n}
            style={variables({
              "--left": `${share * 100}%`,
              "--wait": `${((n * 7) % PIECES) / 26}s`,
              "--turn": `${300 + ((n * 137) % 700)}deg`,
              "--hue": (n * 47) % 360,
              "--drift": `${((n * 53) % 17) - 8}vw`,
            })}
          />
        );
      })}
    </span>
  );
}
