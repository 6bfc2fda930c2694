import classes from "./Nick.module.css";

/**
 * A name that somebody chose for themselves: whatever stands in it stays within its place.
 *
 * What is too long is cut, the whole stands in its title; what is written from right to left turns
 * nothing around it.
 */
export function Nick({ children }: { children: string }) {
  return (
    <bdi className={classes.nick} title={children}>
      {children}
    </bdi>
  );
}
