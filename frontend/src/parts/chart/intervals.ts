import type { EChartsCoreOption } from "echarts/core";
import type { Colours } from "./colours";

export interface IntervalRow {
  label: string;
  /** Shares, [0, 1]. */
  value: number;
  low: number;
  high: number;
  /** As people read it. */
  words: string;
}

/** Height of one interval with its label above it, pixels. */
export const INTERVAL_ROW = 52;

const EDGE = 8; // pixels for the round ends of lines and dots

interface Drawing {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
}

/** Returns estimates as dots on lines that reach as far as their intervals, the first one on top. */
export function intervalsOption(rows: readonly IntervalRow[], colours: Colours): EChartsCoreOption {
  return {
    textStyle: { fontFamily: colours.font },
    animationDuration: 350,
    grid: { left: EDGE, right: EDGE, top: 18, bottom: 0, outerBoundsMode: "none" },
    tooltip: { show: false }, // everything is written beside it
    xAxis: { type: "value", min: 0, max: 1, show: false },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), show: false },
    series: [
      {
        type: "custom",
        silent: true,
        encode: { x: [1, 2, 3], y: 0 },
        data: rows.map((row, index) => [index, row.low, row.value, row.high]),
        renderItem: (_params: unknown, api: Drawing) => shape(api, colours),
      },
      words(rows, colours, "left"),
      words(rows, colours, "right"),
    ],
  };
}

function shape(api: Drawing, colours: Colours): object {
  const row = api.value(0);
  const [first, y] = api.coord([0, row]);
  const [last] = api.coord([1, row]);
  const [low] = api.coord([api.value(1), row]);
  const [at] = api.coord([api.value(2), row]);
  const [high] = api.coord([api.value(3), row]);
  const line = (from: number, to: number, colour: string, width: number): object => ({
    type: "line",
    shape: { x1: from, y1: y, x2: to, y2: y },
    style: { stroke: colour, lineWidth: width, lineCap: "round" },
  });
  return {
    type: "group",
    children: [
      line(first, last, colours.line, 8),
      line(low, high, colours.soft, 8),
      line(low, high, colours.accent, 2),
      {
        type: "circle",
        shape: { cx: at, cy: y, r: 6.5 },
        style: { fill: colours.accent, stroke: colours.card, lineWidth: 2 },
      },
    ],
  };
}

function words(rows: readonly IntervalRow[], colours: Colours, side: "left" | "right"): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 0,
    data: rows.map((_row, index) => [side === "left" ? 0 : 1, index]),
    label: {
      show: true,
      position: side === "left" ? "right" : "left",
      distance: 0,
      offset: [side === "left" ? -EDGE : EDGE, -18],
      color: side === "left" ? colours.ink : colours.ink2,
      fontSize: 13,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex];
        return row === undefined ? "" : side === "left" ? row.label : row.words;
      },
    },
  };
}
