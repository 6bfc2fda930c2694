import { useQuery } from "@tanstack/react-query";
import { getReviewStateOptions } from "@/client/@tanstack/react-query.gen";
import type { ReviewStateOut } from "@/client/types.gen";
import { useFormat, useText } from "@/text";
import classes from "./Goal.module.css";
import { goingOf, shareNamed } from "./goal";

/** How far the library is named, and how much is left: calm, and always there. */
export function Goal() {
  const state = useQuery(getReviewStateOptions());
  if (state.data === undefined || goingOf(state.data).say === "nothing") {
    return <div className={classes.goal} />;
  }
  return <Bar state={state.data} />;
}

function Bar({ state }: { state: ReviewStateOut }) {
  const text = useText();
  const format = useFormat();
  const going = useGoing(state);
  const share = shareNamed(state);
  return (
    <div className={classes.goal}>
      <p className={classes.words}>
        <span>{going}</span>
        <span className={classes.share}>{format.percent(share)}</span>
      </p>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={text.review.goal}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(100 * share)}
        aria-valuetext={text.review.named(format.percent(share))}
      >
        <span className={classes.done} style={{ width: `${100 * share}%` }} />
        <span className={classes.mark} style={{ left: `${100 * state.until}%` }} />
      </div>
    </div>
  );
}

function useGoing(state: ReviewStateOut): string {
  const { review } = useText();
  const format = useFormat();
  const going = goingOf(state);
  if (going.say === "reached") return review.reached;
  if (going.say === "left") return review.left(going.questions, format.percent(state.until));
  return going.say === "nothing" ? "" : review.outOfReach(going.questions);
}
