import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import type { CameraState, Coordinates } from "sigma/types";
import type { Colours } from "@/parts/chart/colours";
import { countFrom, type Graph, type Links } from "../graph";
import { nearestTo } from "../nearby";
import { drawLabel, drawPointed } from "./labels";
import { type Bundle, LineDrawer, packed } from "./lines";
import { type Look, lookOf } from "./look";
import { nodeProgramFor, nothing } from "./nodeProgram";
import { Portraits } from "./portraits";

const LARGE = 3_000; // nodes from which on less is drawn while the view moves
const WHILE_MOVING = 3_000; // lines of a large network, the strongest first
const SEEN = 9; // pixels of radius from which on a portrait can be told
const SETTLED_MS = 160;
const SLOWEST_MS = 1_000;
const FLIGHT_MS = 420;
const REACH = { mouse: 4, touch: 14 } as const; // pixels around a node that count as the node
const LEAST_RATIO = 0.01;
const FARTHEST = 1.6; // ratio
const LIT = 11; // pixels of radius of the closest to the average, at least: told in a large network, too
const BEHIND = 0.25; // of the strength of lines that are not what is lit
const PADDING = 36; // pixels around the network
const INSIDE = 0.5; // sigma frames [-1, 1] as [0, 1]

/** What the drawing is told, and what it tells. */
export interface ViewOptions {
  graph: Graph;
  names: readonly (string | null)[];
  faces: readonly number[];
  /** Where the portrait of a node is; null: it has none. */
  portraitOf: (node: number) => string | null;
  onChoose: (node: number | null) => void;
}

/** What of a network is lit. */
export interface Lit {
  /** Index of the node in focus; -1: none. */
  focus: number;
  /** Indices of nodes from one to another; empty: no path. */
  path: readonly number[];
  /** Indices of the nodes closest to the average; empty: it is not in focus. */
  closest: readonly number[];
}

/**
 * A network on screen: sigma holds camera, nodes and names; lines are drawn beside it.
 *
 * Beside React, and with few numbers that change: so the slider and the focus cost no new layout,
 * and a frame costs the main thread hardly anything.
 */
export class NetworkDrawing {
  readonly #options: ViewOptions;
  readonly #sigma: Sigma;
  readonly #nodes: UndirectedGraph;
  readonly #portraits: Portraits;
  readonly #lines: LineDrawer;
  readonly #canvas: HTMLCanvasElement;
  readonly #alike: Bundle;
  readonly #together: Bundle;
  readonly #ends: Parameters<typeof packed>[1];
  readonly #isLarge: boolean;
  readonly #sizes: Float32Array;
  #path: Bundle | null = null;
  #look: Look;
  #still = false;
  #threshold = 0;
  #isTogether = false;
  #lit: Lit = { focus: -1, path: [], closest: [] };
  #bright: ReadonlySet<number> | null = null;
  #names: readonly (string | null)[];
  #pointer: "mouse" | "touch" = "mouse";
  #isMoving = false;
  #isPressed = false;
  #drawn = 0; // when, milliseconds
  #pace = 0; // between two frames while the view moves, milliseconds
  #settling: ReturnType<typeof setTimeout> | undefined;
  #due = new Set<number>();
  #told: ReturnType<typeof setTimeout> | undefined;

  /** @throws Error - The browser has no WebGL 2. */
  constructor(container: HTMLElement, options: ViewOptions, colours: Colours) {
    const { graph } = options;
    this.#options = options;
    this.#names = options.names;
    this.#isLarge = graph.size > LARGE;
    this.#look = lookOf(colours);
    this.#portraits = new Portraits(options.portraitOf, (nodes) => this.#later(nodes));
    this.#sizes = sizesOf(options.faces, container);
    this.#nodes = nodesOf(graph, this.#sizes);
    this.#isMoving = this.#isLarge; // at first the nodes and the strongest lines: that is soon there
    const program = nodeProgramFor(this.#portraits, () => this.#look.card);
    this.#sigma = new Sigma(this.#nodes, container, {
      allowInvalidContainer: true,
      defaultNodeType: "portrait",
      nodeProgramClasses: { portrait: program },
      nodeHoverProgramClasses: { portrait: nothing },
      defaultDrawNodeLabel: (context, data) => drawLabel(context, data, this.#look.colours),
      defaultDrawNodeHover: (context, data) =>
        drawPointed(
          context,
          data,
          this.#portraits.picture(Number(data["index"])),
          this.#look.colours,
        ),
      nodeReducer: (_, data) => this.#shown(data as Attributes),
      hideLabelsOnMove: this.#isLarge,
      labelDensity: 0.6,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: this.#isLarge ? 9 : 7,
      stagePadding: PADDING,
      minCameraRatio: LEAST_RATIO,
      maxCameraRatio: FARTHEST,
      zoomToSizeRatioFunction: (ratio) => ratio ** (this.#isLarge ? 0.66 : 0.5),
      zIndex: true,
      doubleClickZoomingRatio: 1,
    });
    // By nearness among columns, instead of by what is drawn: asking the card waits for it.
    Object.assign(this.#sigma, { getNodeAtPosition: (at: Coordinates) => this.#found(at) });
    this.#sigma.setCustomBBox({ x: [-1, 1], y: [-1, 1] });
    this.#canvas = this.#sigma.createCanvas("links", { beforeLayer: "edges" });
    const gl = this.#canvas.getContext("webgl2", { antialias: false });
    if (gl === null) {
      this.#sigma.kill();
      throw new Error("This browser has no WebGL 2.");
    }
    this.#lines = new LineDrawer(gl);
    this.#ends = {
      x: graph.x.map((x) => INSIDE + x / 2),
      y: graph.y.map((y) => INSIDE + y / 2),
      community: graph.community,
    };
    this.#alike = this.#lines.bundle(packed(graph.alike, this.#ends));
    this.#together = this.#lines.bundle(packed(graph.together, this.#ends));
    this.#listen(container);
    this.#sigma.resize(true);
    this.#sigma.refresh();
    this.#settle();
  }

  /** What is drawn. */
  get graph(): Graph {
    return this.#options.graph;
  }

  /** Says whether the reader wants no motion: then nothing flies. */
  stand(still: boolean): void {
    this.#still = still;
  }

  /** Shows edges that are at least that alike. */
  showFrom(threshold: number): void {
    this.#threshold = threshold;
    this.#sigma.scheduleRender();
  }

  /** Shows who was on photos together, or does not. */
  showTogether(isShown: boolean): void {
    this.#isTogether = isShown;
    this.#sigma.scheduleRender();
  }

  /** Lights a node and whom it is joined to, a path, or the average; dims the others. */
  light(lit: Lit): void {
    this.#lit = lit;
    this.#bright = brightIn(this.#options.graph, lit);
    this.#path = this.#bundled(lit.path);
    this.#sigma.refresh({ partialGraph: { nodes: this.#nodes.nodes() } }); // what is lit lies on top
    this.#settle();
  }

  /** Takes other colours. */
  dress(colours: Colours): void {
    this.#look = lookOf(colours);
    this.#sigma.refresh({ partialGraph: { nodes: this.#nodes.nodes() }, skipIndexation: true });
  }

  /** Takes other names for the same nodes. */
  rename(names: readonly (string | null)[]): void {
    this.#names = names;
    this.#sigma.refresh({ partialGraph: { nodes: this.#nodes.nodes() }, schedule: true });
  }

  /**
   * Brings nodes into sight: one closely, several so that all of them are seen.
   *
   * @param covered Share of the height that something lies over, at the bottom.
   */
  flyTo(nodes: readonly number[], covered = 0): void {
    const { x, y } = this.#ends;
    const xs = nodes.map((node) => x[node] ?? INSIDE);
    const ys = nodes.map((node) => y[node] ?? INSIDE);
    if (xs.length === 0) return;
    const wide = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
    const camera = this.#sigma.getCamera();
    const closest = Math.min(camera.ratio, closeFor(this.#options.graph.size));
    const free = 1 - covered;
    const ratio =
      nodes.length === 1 ? closest : Math.min(1.4, Math.max(closest, (1.6 * wide) / free));
    this.#go({
      x: (Math.max(...xs) + Math.min(...xs)) / 2,
      y: (Math.max(...ys) + Math.min(...ys)) / 2 - this.#lower(ratio, covered),
      ratio,
    });
  }

  /** Goes closer (`by` < 1) or further away. */
  zoom(by: number): void {
    const ratio = this.#sigma.getCamera().ratio * by;
    this.#go({ ratio: Math.min(FARTHEST, Math.max(LEAST_RATIO, ratio)) });
  }

  /**
   * Shows all of it.
   *
   * @param covered Share of the height that something lies over, at the bottom.
   */
  whole(covered = 0): void {
    const ratio = Math.min(FARTHEST, 1 / (1 - covered));
    this.#go({ x: INSIDE, y: INSIDE - this.#lower(ratio, covered), ratio, angle: 0 });
  }

  end(): void {
    clearTimeout(this.#settling);
    clearTimeout(this.#told);
    window.removeEventListener("mouseup", this.#released, true);
    this.#portraits.end();
    this.#canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    this.#sigma.kill();
  }

  #listen(container: HTMLElement): void {
    const { onChoose } = this.#options;
    const style = container.style;
    this.#sigma.on("afterRender", () => this.#draw());
    this.#sigma.on("clickNode", ({ node }) => onChoose(Number(node)));
    this.#sigma.on("clickStage", () => onChoose(null));
    this.#sigma.on("enterNode", () => {
      style.cursor = "pointer";
    });
    this.#sigma.on("leaveNode", () => {
      style.cursor = "";
    });
    this.#sigma.getCamera().on("updated", () => {
      this.#isMoving = true;
      this.#settle();
    });
    // While the network is dragged, nothing is pointed at.
    container.addEventListener(
      "mousedown",
      () => {
        this.#isPressed = true;
      },
      true,
    );
    window.addEventListener("mouseup", this.#released, true);
    container.addEventListener(
      "pointerdown",
      ({ pointerType }) => {
        this.#pointer = pointerType === "touch" ? "touch" : "mouse";
      },
      true,
    );
  }

  readonly #released = (): void => {
    this.#isPressed = false;
  };

  /** Returns how far the view goes down, so that its middle lies in what is not covered. */
  #lower(ratio: number, covered: number): number {
    const { height } = this.#sigma.getDimensions();
    const to = { cameraState: { ...this.#sigma.getCamera().getState(), ratio } };
    const top = this.#sigma.viewportToFramedGraph({ x: 0, y: 0 }, to);
    const bottom = this.#sigma.viewportToFramedGraph({ x: 0, y: height * covered }, to);
    return (top.y - bottom.y) / 2;
  }

  #go(state: Partial<CameraState>): void {
    void this.#sigma.getCamera().animate(state, { duration: this.#still ? 0 : FLIGHT_MS });
  }

  #found(at: Coordinates): string | undefined {
    if (this.#isPressed) return undefined;
    const place = this.#sigma.viewportToFramedGraph(at);
    const beside = this.#sigma.viewportToFramedGraph({ x: at.x + 1, y: at.y });
    const perPixel = Math.hypot(beside.x - place.x, beside.y - place.y);
    const scale = this.#sigma.scaleSize(1);
    const index = nearestTo(
      { size: this.#options.graph.size, x: this.#ends.x, y: this.#ends.y },
      place,
      (node) => (this.#sizeOf(node) * scale + REACH[this.#pointer]) * perPixel,
    );
    return index < 0 ? undefined : String(index);
  }

  #shown(data: Attributes): Attributes & Record<string, unknown> {
    const { index, community } = data;
    const size = this.#sizeOf(index);
    const isDim = this.#bright !== null && !this.#bright.has(index);
    const isLit = this.#bright?.has(index) ?? false;
    return {
      ...data,
      label: isDim ? null : (this.#names[index] ?? null),
      color: this.#look.node(community, isDim),
      size: index === this.#lit.focus ? size * 1.25 : size,
      zIndex: index === this.#lit.focus ? 2 : Number(isLit),
      forceLabel: isLit && (this.#bright?.size ?? 0) <= 40,
    };
  }

  #sizeOf(node: number): number {
    const size = this.#sizes[node] ?? 0;
    const isClosest = this.#lit.closest.length > 0 && (this.#bright?.has(node) ?? false);
    return isClosest ? Math.max(size, LIT) : size;
  }

  #draw(): void {
    const { matrix, pixelRatio, width, height } = this.#sigma.getRenderParams();
    const { ratio } = this.#sigma.getCamera();
    const [wide, high] = [width * pixelRatio, height * pixelRatio];
    if (this.#canvas.width !== Math.round(wide) || this.#canvas.height !== Math.round(high)) {
      this.#canvas.width = Math.round(wide);
      this.#canvas.height = Math.round(high);
    }
    const now = performance.now();
    this.#pace = Math.min(now - this.#drawn, SLOWEST_MS);
    this.#drawn = now;
    const isMoving = this.#isLarge && this.#isMoving;
    const { alike } = this.#options.graph;
    const count = countFrom(alike, this.#threshold);
    const isPath = this.#path !== null;
    const isBehind = isPath || this.#lit.closest.length > 0;
    const manner = {
      count: isMoving ? Math.min(count, WHILE_MOVING) : count,
      width: this.#isLarge ? 1.4 : 2.2,
      opacity: (isBehind ? BEHIND : 1) * opacityFor(count, ratio),
      focus: isPath ? -1 : this.#lit.focus,
      dash: 0,
      colours: this.#look.alike,
    };
    this.#lines.begin(matrix, this.#canvas.width, this.#canvas.height, pixelRatio);
    this.#lines.draw(this.#alike, manner);
    if (this.#isTogether) {
      const { length } = this.#together;
      this.#lines.draw(this.#together, {
        ...manner,
        count: isMoving ? Math.min(length, WHILE_MOVING) : length,
        opacity: (isBehind ? BEHIND : 1) * Math.min(1, 1.5 * opacityFor(length, ratio)),
        dash: 9,
        colours: this.#look.together,
      });
    }
    if (this.#path !== null) {
      this.#lines.draw(this.#path, {
        count: this.#path.length,
        width: 4,
        opacity: 1,
        focus: -1,
        dash: 0,
        colours: this.#look.path,
      });
    }
  }

  #bundled(path: readonly number[]): Bundle | null {
    if (path.length < 2) return null;
    const steps: Links = {
      one: Uint32Array.from(path.slice(0, -1)),
      other: Uint32Array.from(path.slice(1)),
      strength: new Float32Array(path.length - 1).fill(1),
      length: path.length - 1,
    };
    return this.#lines.bundle(packed(steps, this.#ends));
  }

  /** Waits until the view rests, and then asks for portraits and draws all lines again. */
  #settle(): void {
    clearTimeout(this.#settling);
    // Longer where frames take longer: drawing all lines between two of them would add to that.
    const wait = Math.max(SETTLED_MS, this.#isMoving ? 2 * this.#pace : 0);
    this.#settling = setTimeout(() => {
      this.#isMoving = false;
      this.#portraits.want(this.#inSight());
      if (this.#isLarge) this.#sigma.scheduleRender();
    }, wait);
  }

  /** Returns the nodes whose portraits can be told: the lit and the nearest to the middle first. */
  #inSight(): number[] {
    const { width, height } = this.#sigma.getDimensions();
    const middle = this.#sigma.viewportToFramedGraph({ x: width / 2, y: height / 2 });
    const corner = this.#sigma.viewportToFramedGraph({ x: 0, y: 0 });
    const reach = { x: Math.abs(corner.x - middle.x), y: Math.abs(corner.y - middle.y) };
    const { x, y } = this.#ends;
    const least = SEEN / this.#sigma.scaleSize(1);
    const found: { node: number; far: number }[] = [];
    for (let node = 0; node < this.#options.graph.size; node++) {
      if (this.#sizeOf(node) < least) continue;
      const dx = Math.abs((x[node] ?? 0) - middle.x) / reach.x;
      const dy = Math.abs((y[node] ?? 0) - middle.y) / reach.y;
      if (dx > 1.1 || dy > 1.1) continue;
      found.push({ node, far: dx * dx + dy * dy - (this.#bright?.has(node) ? 2 : 0) });
    }
    return found.sort((one, other) => one.far - other.far).map(({ node }) => node);
  }

  /** Draws nodes anew whose portraits came or went: many of them at once. */
  #later(nodes: readonly number[]): void {
    for (const node of nodes) this.#due.add(node);
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      const due = [...this.#due].map(String);
      this.#due.clear();
      this.#sigma.refresh({ partialGraph: { nodes: due }, skipIndexation: true, schedule: true });
    }, 60);
  }
}

/** What is kept of each node. */
interface Attributes {
  index: number;
  community: number;
  x: number;
  y: number;
  size: number;
}

/** Returns the radius of each node: by the root of how many faces somebody has, within bounds. */
function sizesOf(faces: readonly number[], container: HTMLElement): Float32Array {
  const size = faces.length;
  const side = Math.min(container.offsetWidth, container.offsetHeight) || 600;
  const usual = Math.min(24, Math.max(1.8, (0.24 * side) / Math.sqrt(Math.max(size, 1))));
  return Float32Array.from(faces, (count) => {
    return usual * Math.min(1.5, Math.max(0.75, 0.62 + 0.13 * Math.sqrt(count)));
  });
}

function nodesOf({ size, x, y, community }: Graph, sizes: Float32Array): UndirectedGraph {
  const graph = new UndirectedGraph();
  for (let index = 0; index < size; index++) {
    graph.addNode(String(index), {
      index,
      community: community[index] ?? 0,
      x: x[index] ?? 0,
      y: y[index] ?? 0,
      size: sizes[index] ?? 1,
    } satisfies Attributes);
  }
  return graph;
}

/** Returns the nodes that are lit; null: nothing is in focus, and all are. */
function brightIn(graph: Graph, { focus, path, closest }: Lit): ReadonlySet<number> | null {
  if (path.length > 0) return new Set(path);
  if (focus < 0) return closest.length > 0 ? new Set(closest) : null;
  const ends = graph.ends.subarray(graph.at[focus] ?? 0, graph.at[focus + 1] ?? 0);
  return new Set([focus, ...ends]);
}

/** Returns how strong lines are drawn: many at once faintly, and stronger the closer one looks. */
function opacityFor(lines: number, ratio: number): number {
  const alone = (260 / Math.max(lines, 1)) ** 0.62;
  return Math.min(0.85, Math.max(0.03, alone) / Math.sqrt(Math.max(ratio, LEAST_RATIO)));
}

/** Returns how close one looks at a single node: closer in a larger network. */
function closeFor(size: number): number {
  return Math.min(0.7, Math.max(0.02, 6 / Math.sqrt(Math.max(size, 1))));
}
