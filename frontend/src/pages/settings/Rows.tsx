import type { ReactNode } from "react";
import classes from "./Rows.module.css";

/** Things one below the other on one card. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>;
}

interface RowProps {
  icon?: ReactNode;
  title: ReactNode;
  /** Facts below the title. */
  children?: ReactNode;
  /** What one can do with it. */
  actions?: ReactNode;
}

/** One of several things: what it is, what is known of it, what one can do. */
export function Row({ icon, title, children, actions }: RowProps) {
  return (
    <li className={classes.row}>
      {icon !== undefined && <span className={classes.icon}>{icon}</span>}
      <div className={classes.words}>
        <div className={classes.title}>{title}</div>
        {children !== undefined && <div className={classes.facts}>{children}</div>}
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </li>
  );
}

/** A short word that stands out. */
export function Tag({ children, tone }: { children: ReactNode; tone?: "good" | "warn" | "bad" }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
