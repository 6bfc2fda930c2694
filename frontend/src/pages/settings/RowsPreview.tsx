import type { Preferences } from "@/data/preferences";
import classes from "./RowsPreview.module.css";

/** Ratios of the photos that are drawn: width to height. */
const PHOTOS = [1.5, 0.75, 1.33, 1.78, 1, 1.5, 0.67, 1.33, 1.5, 1.78, 0.75, 1.33, 1.5, 1].map(
  (ratio, place) => ({ ratio, place }),
);

/** How high rows of photos are beside each other, as a drawing. */
export function RowsPreview({ rows }: { rows: Preferences["rows"] }) {
  return (
    <div className={classes.wall} data-rows={rows} aria-hidden="true">
      {PHOTOS.map(({ ratio, place }) => (
        <span
          key={place}
          className={classes.photo}
          style={{ aspectRatio: ratio, flexGrow: ratio }}
        />
      ))}
    </div>
  );
}
