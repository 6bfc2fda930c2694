import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./DropZone.module.css";

interface DropZoneProps {
  icon: LucideIcon;
  title: string;
  help: string;
  /** Files are held over the page. */
  over: boolean;
  /** Ways to choose: buttons. */
  children: ReactNode;
  /** A quiet sentence at its foot. */
  note?: string;
  /** Small, where there is something already. */
  compact?: boolean;
}

/** Invites to drop files: the whole page takes them (`useDropping`), this says so. */
export function DropZone({
  icon: Icon,
  title,
  help,
  over,
  children,
  note,
  compact = false,
}: DropZoneProps) {
  return (
    <section
      className={classes.zone}
      data-over={over || undefined}
      data-compact={compact || undefined}
    >
      <span className={classes.icon}>
        <Icon size={compact ? 22 : 34} strokeWidth={1.5} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.help}>{help}</p>
      </div>
      <div className={classes.ways}>{children}</div>
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </section>
  );
}
