/** What a network is of. */
export type NetworkKind = "people" | "faces";

/** What the page of the network shows: as its address has it. */
export interface NetworkView {
  /** Of faces; else of people. */
  of?: "faces";
  /** Whose neighbours are lit: id of a node. */
  node?: string;
  /** To whom a path leads from there: id of a node. */
  to?: string;
  /** Whoever is closest to the average is lit; nobody else is in focus then. */
  focus?: "average";
}

const NODE = /^(?:f[0-9a-f]{16}|p[0-9a-f]{16}(?:[0-9a-f]{8})?)$/;

/** Returns what an address of the page of the network asks for; what makes no sense is left out. */
export function networkViewOf(given: Record<string, unknown>): NetworkView {
  const view: NetworkView = {};
  if (given["of"] === "faces") view.of = "faces";
  const node = idOf(given["node"]);
  if (node === null) {
    if (given["focus"] === "average") view.focus = "average";
    return view;
  }
  view.node = node;
  const to = idOf(given["to"]);
  if (to !== null && to !== node) view.to = to;
  return view;
}

function idOf(given: unknown): string | null {
  return typeof given === "string" && NODE.test(given) ? given : null;
}
