import { useText } from "@/text";
import classes from "./Medal.module.css";

/** A place as a disc: gold, silver, bronze, and plain for all others. */
export function Medal({ place }: { place: number }) {
  const text = useText().game;
  return (
    <span className={classes.medal} data-place={place <= 3 ? place : undefined}>
      <span aria-hidden="true">{place}</span>
      <span className={classes.heard}>{text.place(place)}</span>
    </span>
  );
}
