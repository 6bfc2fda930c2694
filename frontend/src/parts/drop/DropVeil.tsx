import { ImageDown } from "lucide-react";
import classes from "./DropVeil.module.css";

/** Lies over the page while files are held above it: they may be dropped anywhere. */
export function DropVeil({ over, children }: { over: boolean; children: string }) {
  if (!over) return null;
  return (
    <div className={classes.veil}>
      <div className={classes.sign}>
        <ImageDown size={40} strokeWidth={1.5} aria-hidden="true" />
        {children}
      </div>
    </div>
  );
}
