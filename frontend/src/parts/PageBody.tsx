import type { ReactNode } from "react";
import classes from "./PageBody.module.css";

/** What is below the head of a page that is read rather than looked at: in line with its title. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className={classes.body} data-reads>
      {children}
    </div>
  );
}
