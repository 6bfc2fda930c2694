import { X } from "lucide-react";
import classes from "./RemoveButton.module.css";

/** Takes what it lies on away. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className={classes.remove} aria-label={label} onClick={onClick}>
      <span>
        <X size={16} aria-hidden="true" />
      </span>
    </button>
  );
}
