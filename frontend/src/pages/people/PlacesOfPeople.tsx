import { places } from "@/parts/person/places";
import { useText } from "@/text";
import classes from "./People.module.css";

const COUNT = 24;

/** Stands where portraits will be. */
export function PlacesOfPeople() {
  const text = useText();
  return (
    <div role="status" aria-label={text.common.loading} className={classes.places}>
      {places(COUNT).map((key) => (
        <div key={key}>
          <div className={classes.place} />
          <div className={classes.placeName} />
        </div>
      ))}
    </div>
  );
}
