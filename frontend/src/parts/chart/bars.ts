import type { EChartsCoreOption } from "echarts/core";
import type { Colours } from "./colours";

export interface BarRow {
  label: string;
  /** In the unit of the axis, at least 0. */
  value: number;
  /** As people read it, beside the bar. */
  words: string;
}

/** Height of one bar with its label above it, pixels. */
export const BAR_ROW = 52;

/**
 * Returns bars that lie, the first one on top, each with its label above it.
 *
 * @param most What a bar as long as the chart stands for.
 */
export function barsOption(
  rows: readonly BarRow[],
  most: number,
  colours: Colours,
): EChartsCoreOption {
  const max = Math.max(most, Number.EPSILON);
  return {
    textStyle: { fontFamily: colours.font },
    animationDuration: 350,
    grid: { left: 0, right: 0, top: 18, bottom: 0 },
    tooltip: { show: false }, // everything is written beside it
    xAxis: { type: "value", min: 0, max, show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.label),
      show: false,
    },
    series: [
      {
        type: "bar",
        barWidth: 12,
        silent: true,
        showBackground: true,
        backgroundStyle: { color: colours.line, borderRadius: 6 },
        itemStyle: { color: colours.accent, borderRadius: 6 },
        data: rows.map((row) => row.value),
      },
      labels(rows, colours, max, "left"),
      labels(rows, colours, max, "right"),
    ],
  };
}

/** Words above each bar, at its beginning (what it is) or at the end of the chart (how much). */
function labels(
  rows: readonly BarRow[],
  colours: Colours,
  max: number,
  side: "left" | "right",
): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 0,
    data: rows.map((_row, index) => [side === "left" ? 0 : max, index]),
    label: {
      show: true,
      position: side === "left" ? "right" : "left",
      distance: 0,
      offset: [0, -17],
      color: side === "left" ? colours.ink : colours.ink2,
      fontSize: 13,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex];
        return row === undefined ? "" : side === "left" ? row.label : row.words;
      },
    },
  };
}
