import type { ReactNode } from "react";
import classes from "./ActionBar.module.css";

interface ActionBarProps {
  label: string;
  /** How many are selected, in words. */
  count: string;
  children: ReactNode;
}

/** Floats at the foot of the window while something is selected. */
export function ActionBar({ label, count, children }: ActionBarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label={label}>
      <span className={classes.count} role="status">
        {count}
      </span>
      {children}
    </div>
  );
}
