import { Fragment } from "react";
import classes from "./Said.module.css";

/** A sentence in which what is typed stands between backticks. */
export function Said({ children }: { children: string }) {
  return children.split("`").map((piece, index) => {
    const key = `${index} ${piece}`;
    return index % 2 === 1 ? (
      <code key={key} className={classes.typed}>
        {piece}
      </code>
    ) : (
      <Fragment key={key}>{piece}</Fragment>
    );
  });
}
