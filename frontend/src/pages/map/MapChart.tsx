import { ActionIcon } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { EChartsType } from "echarts/core";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useEffectEvent, useRef } from "react";
import type { MapOut } from "@/client/types.gen";
import { Chart } from "@/parts/chart/Chart";
import type { Colours } from "@/parts/chart/colours";
import type { Room } from "@/parts/chart/props";
import { useText } from "@/text";
import type { Entry } from "./legend";
import classes from "./MapChart.module.css";
import { mapOption, RING, ringData } from "./option";
import { type Direction, extentOf, nearestTo, type Projection, towards } from "./points";
import { showing, type View, WHOLE, zoomed } from "./view";

const REACH = { mouse: 14, touch: 26 } as const; // pixels around a dot that count as the dot
const CLOSER = 0.6;
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface MapChartProps {
  map: MapOut;
  legend: readonly Entry[];
  /** Who alone is to be seen: place in `people`. */
  only: number | null;
  /** The dot that one points at; -1: none. */
  chosen: number;
  onChoose: (index: number) => void;
}

/** The dots: moved and zoomed with the mouse, fingers or keys. */
export function MapChart({ map, legend, only, chosen, onChoose }: MapChartProps) {
  const text = useText();
  const words = text.map;
  const open = useOpen(map);
  const chart = useRef<EChartsType>(null);
  const view = useRef<View>(WHOLE);
  const pressed = useRef("mouse");
  const current = useRef(chosen);
  current.current = chosen;
  const { points } = map;

  const option = useCallback(
    (colours: Colours, room: Room) =>
      mapOption(
        { map, legend, only, chosen: map.points[current.current], view: view.current },
        colours,
        room,
      ),
    [map, legend, only],
  );
  useEffect(() => {
    chart.current?.setOption({ series: [{ id: RING, data: ringData(points[chosen]) }] });
  }, [points, chosen]);

  const found = (event: { offsetX: number; offsetY: number }): number => {
    if (chart.current === null) return -1;
    const place = { x: event.offsetX, y: event.offsetY };
    const reach = pressed.current === "touch" ? REACH.touch : REACH.mouse;
    return nearestTo(points, projectionOf(chart.current), place, reach);
  };
  const pointed = useEffectEvent((event: { offsetX: number; offsetY: number }) => {
    const at = found(event);
    if (at >= 0 && at !== current.current) onChoose(at);
    chart.current?.getZr().setCursorStyle(at >= 0 ? "pointer" : "grab");
  });
  const clicked = useEffectEvent((event: { offsetX: number; offsetY: number }) => {
    const at = found(event);
    if (at < 0) return;
    onChoose(at);
    // A finger cannot point without touching: it chooses, and the card beside leads on.
    if (pressed.current !== "touch") open(at);
  });
  const ready = (made: EChartsType): (() => void) => {
    chart.current = made;
    const heard = (): void => {
      view.current = viewOf(made);
    };
    made.on("datazoom", heard);
    made.getZr().on("mousemove", pointed);
    made.getZr().on("click", clicked);
    return () => {
      chart.current = null;
    };
  };
  const look = (next: View): void => {
    view.current = next;
    chart.current?.dispatchAction({
      type: "dataZoom",
      batch: [next.x, next.y].map(([start, end], dataZoomIndex) => ({ dataZoomIndex, start, end })),
    });
  };
  const keyed = (event: KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) {
      const next = towards(points, chosen, direction);
      const place = points[next];
      onChoose(next);
      if (place !== undefined && chart.current !== null) {
        const room = chart.current;
        look(showing(view.current, extentOf(points, room.getWidth(), room.getHeight()), place));
      }
    } else if (event.key === "Enter") open(chosen);
    else if (event.key === "Escape") onChoose(-1);
    else if (event.key === "+" || event.key === "=") look(zoomed(view.current, CLOSER));
    else if (event.key === "-") look(zoomed(view.current, 1 / CLOSER));
    else if (event.key === "0") look(WHOLE);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.around}>
      <div
        className={classes.map}
        role="application"
        aria-roledescription={words.role}
        aria-label={words.chart(
          text.common.faces(points.length),
          text.common.people(map.people.length),
        )}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application hears keys itself.
        tabIndex={0}
        onKeyDown={keyed}
        onPointerDownCapture={(event) => {
          pressed.current = event.pointerType;
        }}
      >
        <Chart option={option} height="100%" label={null} onReady={ready} />
      </div>
      <div className={classes.tools}>
        <Tool
          label={words.zoomIn}
          icon={ZoomIn}
          onClick={() => look(zoomed(view.current, CLOSER))}
        />
        <Tool
          label={words.zoomOut}
          icon={ZoomOut}
          onClick={() => look(zoomed(view.current, 1 / CLOSER))}
        />
        <Tool label={words.whole} icon={Maximize} onClick={() => look(WHOLE)} />
      </div>
    </div>
  );
}

interface ToolProps {
  label: string;
  icon: typeof ZoomIn;
  onClick: () => void;
}

function Tool({ label, icon: Icon, onClick }: ToolProps) {
  return (
    <ActionIcon
      variant="default"
      size={42}
      radius="md"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon size={19} aria-hidden="true" />
    </ActionIcon>
  );
}

/** Returns what opens the person of a dot. */
function useOpen(map: MapOut): (index: number) => void {
  const navigate = useNavigate();
  return (index) => {
    const row = map.points[index]?.person;
    const person = row == null ? undefined : map.people[row]?.person;
    if (person !== undefined) void navigate({ to: "/people/$person", params: { person } });
  };
}

function projectionOf(chart: EChartsType): Projection {
  const axes = { xAxisIndex: 0, yAxisIndex: 0 };
  const [x = 0, y = 0] = chart.convertToPixel(axes, [0, 0]);
  const [right = 0, up = 0] = chart.convertToPixel(axes, [1, 1]);
  return { at: { x, y }, per: { x: right - x, y: up - y } };
}

function viewOf(chart: EChartsType): View {
  const { dataZoom = [] } = chart.getOption() as { dataZoom?: { start: number; end: number }[] };
  const [x, y] = dataZoom;
  return {
    x: x === undefined ? WHOLE.x : [x.start, x.end],
    y: y === undefined ? WHOLE.y : [y.start, y.end],
  };
}
