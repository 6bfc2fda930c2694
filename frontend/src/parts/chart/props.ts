import type { EChartsCoreOption, EChartsType } from "echarts/core";
import type { Colours } from "./colours";

/** How large a chart is on screen, CSS pixels. */
export interface Room {
  width: number;
  height: number;
}

export interface ChartProps {
  /**
   * What is drawn. Keep it the same function (`useCallback`) as long as nothing changes.
   *
   * It is asked again when the page turns dark, and when the chart gets another size.
   */
  option: (colours: Colours, room: Room) => EChartsCoreOption;
  /** CSS height: a number is in pixels. */
  height: number | string;
  /** What it shows, in a sentence; null: what is around it says so. */
  label: string | null;
  /** Is given the chart once it is drawn, to hear and move it; returns what ends that. */
  onReady?: (chart: EChartsType) => () => void;
}
