import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useText } from "@/text";
import classes from "./Panel.module.css";

interface PanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Stands beside the photo; below it on phones. */
export function Panel({ title, onClose, children }: PanelProps) {
  const { close } = useText().common;
  const id = useId();
  return (
    <aside className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <h3 id={id}>{title}</h3>
        <button type="button" aria-label={`${close}: ${title}`} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </button>
      </div>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
