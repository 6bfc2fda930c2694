import { lazy, Suspense } from "react";
import classes from "./Chart.module.css";
import type { ChartProps } from "./props";

const Canvas = lazy(async () => ({ default: (await import("./Canvas")).Canvas }));

/** A chart in the colours of the page; what draws it is loaded when the first one is shown. */
export function Chart(props: ChartProps) {
  return (
    <div className={classes.chart} style={{ height: props.height }}>
      <Suspense fallback={null}>
        <Canvas {...props} />
      </Suspense>
    </div>
  );
}
