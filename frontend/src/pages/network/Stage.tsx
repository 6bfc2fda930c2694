import { ActionIcon, useComputedColorScheme } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import type { NetworkOut } from "@/client/types.gen";
import { facePortrait, personPortrait } from "@/data/pictures";
import { coloursAt } from "@/parts/chart/colours";
import { useText } from "@/text";
import { NetworkDrawing } from "./drawing/view";
import type { Graph } from "./graph";
import { type Direction, towards } from "./nearby";
import classes from "./Stage.module.css";

const CLOSER = 0.6;
const PORTRAIT = 128; // pixels: as large as one is kept
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface StageProps {
  network: NetworkOut;
  graph: Graph;
  /** Edges are shown that are at least that alike. */
  threshold: number;
  isTogether: boolean;
  /** Index of the node in focus; -1: none. */
  focus: number;
  /** Indices of nodes from one to another; empty: no path. */
  path: readonly number[];
  /** Indices of the nodes closest to the average; empty: it is not in focus. */
  closest: readonly number[];
  /** Share of its height that a sheet lies over, at the bottom. */
  covered: number;
  onFocus: (node: number) => void;
  /** What lies over the corner of it. */
  children: ReactNode;
}

/** The network itself: moved and zoomed with the mouse, fingers or keys. */
export function Stage(props: StageProps) {
  const { network, graph, focus, onFocus, children } = props;
  const text = useText();
  const words = text.network;
  const container = useRef<HTMLDivElement>(null);
  const [drawing, isBroken] = useDrawing(container, props);

  const keyed = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) onFocus(towards(graph, focus, direction));
    else if (event.key === "Escape") onFocus(-1);
    else if (event.key === "+" || event.key === "=") drawing?.zoom(CLOSER);
    else if (event.key === "-") drawing?.zoom(1 / CLOSER);
    else if (event.key === "0") drawing?.whole();
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.around}>
      <div
        className={classes.stage}
        role="application"
        aria-roledescription={words.role}
        aria-label={words.stage(
          nodesSaid(text, network.of, graph.size),
          words.edges(graph.alike.length),
        )}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application hears keys itself.
        tabIndex={0}
        onKeyDown={keyed}
      >
        {isBroken ? (
          <p className={classes.broken}>{words.noDrawing}</p>
        ) : (
          <div ref={container} className={classes.canvas} />
        )}
      </div>
      <div className={classes.over}>{children}</div>
      {!isBroken && (
        <div className={classes.tools}>
          <Tool label={words.zoomIn} icon={ZoomIn} onClick={() => drawing?.zoom(CLOSER)} />
          <Tool label={words.zoomOut} icon={ZoomOut} onClick={() => drawing?.zoom(1 / CLOSER)} />
          <Tool label={words.whole} icon={Maximize} onClick={() => drawing?.whole()} />
        </div>
      )}
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

/** Returns the drawing, once it is there, and whether this browser cannot draw it. */
function useDrawing(
  container: { current: HTMLDivElement | null },
  { network, graph, threshold, isTogether, focus, path, closest, covered, onFocus }: StageProps,
): [NetworkDrawing | null, boolean] {
  const [made, setMade] = useState<NetworkDrawing | null>(null);
  const drawing = made?.graph === graph ? made : null; // one of another network is over
  const [isBroken, setBroken] = useState(false);
  const isDark = useComputedColorScheme() === "dark";
  const still = useReducedMotion(false, { getInitialValueInEffect: false });
  const chosen = useEffectEvent((node: number | null) => onFocus(node ?? -1));
  const begun = useEffectEvent((place: HTMLDivElement) => {
    const { of, nodes } = network;
    return new NetworkDrawing(
      place,
      {
        graph,
        names: nodes.name,
        faces: nodes.faces,
        portraitOf: (node) => portraitOf(of, nodes, node),
        onChoose: chosen,
      },
      coloursAt(place, isDark),
    );
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another network is another drawing.
  useEffect(() => {
    if (container.current === null) return;
    let begins: NetworkDrawing;
    try {
      begins = begun(container.current);
    } catch {
      setBroken(true);
      return;
    }
    setMade(begins);
    return () => {
      setMade(null);
      begins.end();
    };
  }, [graph]);

  useEffect(() => drawing?.stand(still), [drawing, still]);
  useEffect(() => drawing?.showFrom(threshold), [drawing, threshold]);
  useEffect(() => drawing?.showTogether(isTogether), [drawing, isTogether]);
  useEffect(() => drawing?.rename(network.nodes.name), [drawing, network.nodes.name]);
  useEffect(() => {
    drawing?.light({ focus, path, closest });
    if (path.length > 0) drawing?.flyTo(path, covered);
    else if (focus >= 0) drawing?.flyTo([focus], covered);
    else if (closest.length > 0) drawing?.whole(covered);
  }, [drawing, focus, path, closest, covered]);
  useEffect(() => {
    // When the colours of the page have changed, not just which ones are wanted.
    const frame = requestAnimationFrame(() => {
      if (container.current !== null) drawing?.dress(coloursAt(container.current, isDark));
    });
    return () => cancelAnimationFrame(frame);
  }, [container, drawing, isDark]);
  return [drawing, isBroken];
}

function portraitOf(
  of: NetworkOut["of"],
  { id, face }: NetworkOut["nodes"],
  node: number,
): string | null {
  const shown = face[node];
  if (shown == null) return null;
  return of === "faces"
    ? facePortrait(shown, PORTRAIT)
    : personPortrait(id[node] ?? "", PORTRAIT, shown);
}

/** Returns "12 people", or "12 faces". */
export function nodesSaid(
  text: ReturnType<typeof useText>,
  of: NetworkOut["of"],
  count: number,
): string {
  return of === "faces" ? text.common.faces(count) : text.common.people(count);
}
