import type { NetworkOut } from "@/client/types.gen";

/** Edges of one kind, strongest first: those above a threshold are a beginning of the columns. */
export interface Links {
  /** Indices of nodes. */
  one: Uint32Array;
  other: Uint32Array;
  /** How strong: cosine, or photos that both are on. */
  strength: Float32Array;
  length: number;
}

/** Somebody whom a node is joined to. */
export interface Neighbour {
  /** Index of the node. */
  node: number;
  /** Cosine; null: not alike enough to be an edge. */
  similarity: number | null;
  /** That both are on. */
  photos: number;
}

/** A network as it is drawn: columns of numbers, by the index of a node. */
export interface Graph {
  size: number;
  /** In [-1, 1]. */
  x: Float32Array;
  y: Float32Array;
  community: Uint16Array;
  /** How many there are. */
  communities: number;
  alike: Links;
  together: Links;
  /** Index of a node by its id. */
  indexOf: ReadonlyMap<string, number>;
  /** Edges around each node: `ends[at[i]]` up to `ends[at[i + 1]]` are those of node i. */
  at: Uint32Array;
  ends: Uint32Array;
  /** Which edge of the answer it is, in the order of `ends`. */
  edges: Uint32Array;
}

/** Returns what is drawn of a network. */
export function graphOf({ nodes, edges }: Pick<NetworkOut, "nodes" | "edges">): Graph {
  const size = nodes.id.length;
  const community = Uint16Array.from(nodes.community);
  return {
    size,
    x: Float32Array.from(nodes.x),
    y: Float32Array.from(nodes.y),
    community,
    communities: community.reduce((most, one) => Math.max(most, one + 1), 0),
    alike: linksOf(edges, (index) => edges.similarity[index] ?? Number.NaN),
    together: linksOf(edges, (index) => edges.photos[index] || Number.NaN),
    indexOf: new Map(nodes.id.map((id, index) => [id, index])),
    ...around(size, edges),
  };
}

/** Returns how many links are at least that strong. */
export function countFrom({ strength, length }: Links, least: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((strength[middle] ?? 0) >= least - ROUNDING) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ROUNDING = 1e-6; // of what is kept in 32 bits

/** Returns from the weakest to the strongest link, in whole hundredths; null: there is none. */
export function rangeOf({ strength, length }: Links): [least: number, most: number] | null {
  if (length === 0) return null;
  const least = Math.floor((strength[length - 1] ?? 0) * 100 + ROUNDING) / 100;
  return [least, Math.max(least + 0.01, Math.ceil((strength[0] ?? 0) * 100 - ROUNDING) / 100)];
}

/** Returns who a node is joined to, the most alike first; ties by index. */
export function neighboursOf(
  graph: Graph,
  { edges }: Pick<NetworkOut, "edges">,
  node: number,
): Neighbour[] {
  const found: Neighbour[] = [];
  for (let place = graph.at[node] ?? 0; place < (graph.at[node + 1] ?? 0); place++) {
    const edge = graph.edges[place] ?? 0;
    found.push({
      node: graph.ends[place] ?? 0,
      similarity: edges.similarity[edge] ?? null,
      photos: edges.photos[edge] ?? 0,
    });
  }
  return found.sort(
    (one, other) =>
      (other.similarity ?? -1) - (one.similarity ?? -1) ||
      other.photos - one.photos ||
      one.node - other.node,
  );
}

function linksOf(edges: NetworkOut["edges"], strengthOf: (index: number) => number): Links {
  const strengths = Float32Array.from(edges.one, (_, index) => strengthOf(index));
  const order = Uint32Array.from(edges.one.keys()).filter(
    (index) => !Number.isNaN(strengths[index]),
  );
  order.sort((a, b) => (strengths[b] ?? 0) - (strengths[a] ?? 0) || a - b);
  return {
    one: order.map((index) => edges.one[index] ?? 0),
    other: order.map((index) => edges.other[index] ?? 0),
    strength: Float32Array.from(order, (index) => strengths[index] ?? 0),
    length: order.length,
  };
}

function around(size: number, { one, other }: NetworkOut["edges"]) {
  const at = new Uint32Array(size + 1);
  for (let edge = 0; edge < one.length; edge++) {
    at[(one[edge] ?? 0) + 1] = (at[(one[edge] ?? 0) + 1] ?? 0) + 1;
    at[(other[edge] ?? 0) + 1] = (at[(other[edge] ?? 0) + 1] ?? 0) + 1;
  }
  for (let node = 0; node < size; node++) at[node + 1] = (at[node + 1] ?? 0) + (at[node] ?? 0);
  const next = at.slice();
  const ends = new Uint32Array(2 * one.length);
  const edges = new Uint32Array(2 * one.length);
  const put = (from: number, to: number, edge: number): void => {
    const place = next[from] ?? 0;
    ends[place] = to;
    edges[place] = edge;
    next[from] = place + 1;
  };
  for (let edge = 0; edge < one.length; edge++) {
    put(one[edge] ?? 0, other[edge] ?? 0, edge);
    put(other[edge] ?? 0, one[edge] ?? 0, edge);
  }
  return { at, ends, edges };
}
