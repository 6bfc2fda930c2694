import { useComputedColorScheme } from "@mantine/core";
import type { MapOut } from "@/client/types.gen";
import { useFormat, useText } from "@/text";
import classes from "./Legend.module.css";
import type { Entry } from "./legend";
import { lookOf, type Shape } from "./palette";

interface LegendProps {
  map: MapOut;
  legend: readonly Entry[];
  only: number | null;
  onOnly: (row: number | null) => void;
}

/** Who has which colour; a click shows only that person. */
export function Legend({ map, legend, only, onOnly }: LegendProps) {
  const text = useText();
  const format = useFormat();
  const words = text.map;
  const dark = useComputedColorScheme() === "dark";
  const named = legend.reduce((sum, { faces }) => sum + faces, 0);
  if (legend.length === 0) return null;
  return (
    <section className={classes.legend} aria-label={words.legend}>
      <h2 className={classes.title}>{words.legend}</h2>
      <p className={classes.help}>{words.legendHelp}</p>
      <ul className={classes.people}>
        {legend.map(({ row, name, faces }, place) => {
          const look = lookOf(place, dark);
          return (
            <li key={row}>
              <button
                type="button"
                className={classes.person}
                aria-pressed={only === row}
                onClick={() => onOnly(only === row ? null : row)}
              >
                <Dot shape={look.shape} colour={look.colour} />
                <span className={classes.name}>{name}</span>
                <span className={classes.count}>{format.number(faces)}</span>
              </button>
            </li>
          );
        })}
        {map.points.length > named && (
          <li className={classes.others}>
            <Dot shape="circle" colour="var(--ink-2)" faint />
            <span className={classes.name}>{words.others}</span>
            <span className={classes.count}>{format.number(map.points.length - named)}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

interface DotProps {
  shape: Shape;
  colour: string;
  /** As on the map. */
  faint?: boolean;
}

function Dot({ shape, colour, faint = false }: DotProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={14}
      height={14}
      fill={colour}
      opacity={faint ? 0.5 : 1}
      aria-hidden="true"
    >
      {shape === "circle" && <circle cx="8" cy="8" r="6.5" />}
      {shape === "rect" && <rect x="2" y="2" width="12" height="12" />}
      {shape === "triangle" && <path d="M8 1.5 15 14H1z" />}
      {shape === "diamond" && <path d="M8 .5 15.5 8 8 15.5.5 8z" />}
    </svg>
  );
}
