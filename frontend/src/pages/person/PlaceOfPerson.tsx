import { useText } from "@/text";
import classes from "./Hero.module.css";

/** Stands where a person will be. */
export function PlaceOfPerson() {
  const text = useText();
  return (
    <div className={classes.hero} role="status" aria-label={text.common.loading}>
      <span className={classes.back} />
      <div className={classes.portrait}>
        <span className={classes.placeFace} />
      </div>
      <div className={classes.words}>
        <span className={classes.placeName} />
        <span className={classes.placeFacts} />
      </div>
    </div>
  );
}
