import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";
import { useTitle } from "./useTitle";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What will be here, or what to do so that something is. */
  help?: string;
  /** What one can do about it. */
  children?: ReactNode;
  /** Of its heading: 1 where it is the whole page. */
  order?: 1 | 2;
}

/** Stands where there is nothing to show, and teaches what would be. */
export function EmptyState({ icon: Icon, title, help, children, order = 1 }: EmptyStateProps) {
  const Heading = `h${order}` as const;
  useTitle(order === 1 ? title : null);
  return (
    <section className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={30} strokeWidth={1.6} aria-hidden="true" />
      </span>
      <Heading className={classes.title}>{title}</Heading>
      {help !== undefined && <p className={classes.help}>{help}</p>}
      {children}
    </section>
  );
}
