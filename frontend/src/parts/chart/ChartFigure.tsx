import { Chart } from "./Chart";
import classes from "./ChartFigure.module.css";
import type { ChartProps } from "./props";
import { Table, type TableProps } from "./Table";

interface ChartFigureProps extends ChartProps {
  /** The same as a table, to be opened below it. */
  table: TableProps;
}

/** A chart, and below it the same as a table. */
export function ChartFigure({ table, ...chart }: ChartFigureProps) {
  return (
    <figure className={classes.figure}>
      <Chart {...chart} />
      <Table {...table} />
    </figure>
  );
}
