import type { EChartsCoreOption } from "echarts/core";
import type { MapOut } from "@/client/types.gen";
import type { Colours } from "@/parts/chart/colours";
import type { Room } from "@/parts/chart/props";
import type { Entry } from "./legend";
import { lookOf } from "./palette";
import { extentOf, type Point } from "./points";
import type { View } from "./view";

/** The ring around the chosen dot: it is moved without drawing everything anew. */
export const RING = "ring";
const FADED = 0.1;
const MUTED = 0.42;
const MANY = 1_500; // dots from which on they are smaller

export interface Drawn {
  map: Pick<MapOut, "points">;
  legend: readonly Entry[];
  /** The person who alone is to be seen; place in the legend's rows. */
  only: number | null;
  /** The chosen dot. */
  chosen: Point | undefined;
  view: View;
}

/** Returns the map as ECharts draws it: a dot for each face, named people in colours. */
export function mapOption(drawn: Drawn, colours: Colours, room: Room): EChartsCoreOption {
  const { points } = drawn.map;
  const extent = extentOf(points, room.width, room.height);
  const size = points.length > MANY ? 6 : 9;
  const named = new Set(drawn.legend.map(({ row }) => row));
  const dots = (wanted: (person: number | null) => boolean): number[][] =>
    points.filter(({ person }) => wanted(person)).map(({ x, y }) => [x, y]);
  const alone = drawn.only;
  const axis = { type: "value", show: false } as const;
  return {
    animation: false,
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: { ...axis, min: extent.x[0], max: extent.x[1] },
    yAxis: { ...axis, min: extent.y[0], max: extent.y[1] },
    dataZoom: [zoom("x", drawn.view.x), zoom("y", drawn.view.y)],
    series: [
      dotted({
        data: dots((person) => person === null || !named.has(person)),
        size: size - 2,
        colour: colours.ink2,
        opacity: alone === null ? MUTED : FADED,
      }),
      ...drawn.legend.map(({ row }, place) => {
        const look = lookOf(place, colours.dark);
        return dotted({
          data: dots((person) => person === row),
          size: look.shape === "circle" ? size : size + 1,
          colour: look.colour,
          shape: look.shape,
          edge: colours.card,
          opacity: alone === null || alone === row ? 0.92 : FADED,
        });
      }),
      {
        id: RING,
        type: "scatter",
        silent: true,
        z: 5,
        symbol: "circle",
        symbolSize: 22,
        itemStyle: { color: "transparent", borderColor: colours.ink, borderWidth: 2.5 },
        data: ringData(drawn.chosen),
      },
    ],
  };
}

/** Returns the data of the ring. */
export function ringData(chosen: Point | undefined): number[][] {
  return chosen === undefined ? [] : [[chosen.x, chosen.y]];
}

interface Dots {
  data: number[][];
  size: number;
  colour: string;
  opacity: number;
  shape?: string;
  edge?: string;
}

function dotted({ data, size, colour, opacity, shape = "circle", edge }: Dots): object {
  return {
    type: "scatter",
    silent: true, // whose dot is meant is found out by nearness: dots are small
    symbol: shape,
    symbolSize: size,
    itemStyle: {
      color: colour,
      opacity,
      ...(edge === undefined ? {} : { borderColor: edge, borderWidth: 0.8 }),
    },
    data,
  };
}

function zoom(axis: "x" | "y", [start, end]: readonly [number, number]): object {
  return {
    type: "inside",
    [`${axis}AxisIndex`]: 0,
    filterMode: "none",
    minSpan: 2,
    start,
    end,
  };
}
