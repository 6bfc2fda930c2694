import { useMemo } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { useText } from "@/text";
import type { Graph } from "./graph";

/** Somebody of a network, as lists show them. */
export interface Who {
  /** Index of the node. */
  node: number;
  id: string;
  person: string | null;
  face: string | null;
  name: string;
  /** Where the portrait is from, for `Portrait`. */
  portrait: { person: string; feature: string | null } | { face: string };
  community: number;
}

/** Returns what tells who a node is. */
export function useWho(network: NetworkOut, graph: Graph) {
  const { unnamed, nobody } = useText().network;
  return useMemo(() => {
    const { of, nodes } = network;
    const by = (node: number): Who => {
      const id = nodes.id[node] ?? "";
      const person = nodes.person[node] ?? null;
      const face = nodes.face[node] ?? null;
      return {
        node,
        id,
        person,
        face,
        name: nodes.name[node] ?? (person === null ? nobody : unnamed),
        portrait: of === "faces" ? { face: face ?? id } : { person: id, feature: face },
        community: nodes.community[node] ?? 0,
      };
    };
    const byId = (id: string): Who | null => {
      const node = graph.indexOf.get(id);
      return node === undefined ? null : by(node);
    };
    return { by, byId };
  }, [network, graph, unnamed, nobody]);
}

export type Whos = ReturnType<typeof useWho>;
