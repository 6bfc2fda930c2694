import classes from "./Bar.module.css";

interface BarProps {
  /** How much is done, 0 to 1. */
  share: number;
  label: string;
  tall?: boolean;
  /** It stands still. */
  still?: boolean;
}

/** How far something is. */
export function Bar({ share, label, tall = false, still = false }: BarProps) {
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      data-tall={tall || undefined}
      data-still={still || undefined}
    >
      <span style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
