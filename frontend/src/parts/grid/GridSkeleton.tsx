import { useText } from "@/text";
import classes from "./GridSkeleton.module.css";

const ROWS = [
  [3, 4, 2, 4],
  [4, 3, 4, 3],
  [2, 4, 4, 3],
];

/** Where a grid will be, while it is not known how large it is. */
export function GridSkeleton() {
  const text = useText();
  return (
    <div className={classes.grid} role="status" aria-label={text.common.loading}>
      {ROWS.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
        <div key={index} className={classes.row}>
          {row.map((share, k) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
            <span key={k} className={classes.tile} style={{ flexGrow: share }} />
          ))}
        </div>
      ))}
    </div>
  );
}
