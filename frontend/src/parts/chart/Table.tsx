import { useText } from "@/text";
import classes from "./Table.module.css";

export interface TableProps {
  /** What it is about, for who hears it only. */
  caption: string;
  head: readonly string[];
  /** As many as the head has, each. The first says what the row is about. */
  rows: readonly (readonly string[])[];
}

/** The figures behind a chart, folded away until they are wanted. */
export function Table({ caption, head, rows }: TableProps) {
  const text = useText();
  return (
    <details className={classes.details}>
      <summary>{text.trust.table}</summary>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {others.map((value, index) => (
                <td key={head[index + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
