import type { ReactNode } from "react";
import { Portrait } from "@/parts/Portrait";
import classes from "./Somebody.module.css";
import type { Who } from "./useWho";

interface SomebodyProps {
  /** One, or a pair. */
  who: readonly Who[];
  /** What is said of them. */
  about: ReactNode;
  /** What it stands for, in place of their names. */
  title?: string;
  onClick: () => void;
}

/** A row that leads to somebody in the network, or to a pair. */
export function Somebody({ who, about, title, onClick }: SomebodyProps) {
  return (
    <button type="button" className={classes.row} onClick={onClick}>
      <span className={classes.pair}>
        {who.map(({ id, portrait }) => (
          <span key={id} className={classes.portrait}>
            <Portrait of={portrait} side={128} alt="" round />
          </span>
        ))}
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{title ?? who.map(({ name }) => name).join(", ")}</span>
        <span className={classes.about}>{about}</span>
      </span>
    </button>
  );
}
