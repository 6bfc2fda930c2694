import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./Way.module.css";

interface WayProps {
  icon: LucideIcon;
  title: string;
  help: string;
  children: ReactNode;
}

/** One thing that can be made of an average, and what starts it. */
export function Way({ icon: Icon, title, help, children }: WayProps) {
  return (
    <div className={classes.way}>
      <h3 className={classes.title}>
        <Icon size={19} strokeWidth={1.8} aria-hidden="true" />
        {title}
      </h3>
      <p className={classes.help}>{help}</p>
      <div className={classes.actions}>{children}</div>
    </div>
  );
}
