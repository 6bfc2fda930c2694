import { useComputedColorScheme } from "@mantine/core";
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  DataZoomInsideComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useEffectEvent, useRef } from "react";
import classes from "./Chart.module.css";
import { coloursAt } from "./colours";
import type { ChartProps } from "./props";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  DataZoomInsideComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** The chart itself: loaded by `Chart`, as it weighs more than the rest of a page. */
export function Canvas({ option, label, onReady }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const dark = useComputedColorScheme() === "dark";
  const draw = useEffectEvent(() => {
    const { current: element } = box;
    if (element === null || chart.current === null) return;
    const room = { width: element.clientWidth, height: element.clientHeight };
    if (room.width === 0 || room.height === 0) return;
    chart.current.resize(room);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const drawing = { animation: !still, ...option(coloursAt(element, dark), room) };
    chart.current.setOption(drawing, { notMerge: true });
  });
  const ready = useEffectEvent((made: EChartsType) => onReady?.(made));

  useEffect(() => {
    if (box.current === null) return;
    const made = init(box.current);
    chart.current = made;
    draw();
    const ended = ready(made);
    const watching = new ResizeObserver(() => draw());
    watching.observe(box.current);
    return () => {
      watching.disconnect();
      ended?.();
      made.dispose();
      chart.current = null;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is drawn with these.
  useEffect(() => draw(), [option, dark]);

  return (
    <div
      ref={box}
      className={classes.canvas}
      {...(label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
