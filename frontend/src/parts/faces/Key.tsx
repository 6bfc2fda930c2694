import classes from "./Key.module.css";

/** A key as it is on a keyboard: says what to press. Screen readers hear the button's words. */
export function Key({ children }: { children: string }) {
  return (
    <span className={classes.key} aria-hidden="true">
      {children}
    </span>
  );
}
