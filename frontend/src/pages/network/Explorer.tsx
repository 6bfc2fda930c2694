import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useState } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { usePath } from "@/data/network";
import type { NetworkView } from "@/data/networkView";
import { useText } from "@/text";
import { Controls } from "./Controls";
import classes from "./Explorer.module.css";
import { Focus } from "./Focus";
import { countFrom, type Graph, graphOf, rangeOf } from "./graph";
import { Lists } from "./Lists";
import { NodeSearch } from "./NodeSearch";
import { NodesTable } from "./NodesTable";
import { Stage } from "./Stage";
import { useWho } from "./useWho";

const NARROW = "(max-width: 1023px)";
const COVERED = 0.42; // of the drawing, by the sheet on a phone
const NO_PATH: readonly number[] = [];

interface ExplorerProps {
  network: NetworkOut;
  view: NetworkView;
  onView: (view: NetworkView) => void;
}

/** The network, what of it is shown, and who is in focus. */
export function Explorer({ network, view, onView }: ExplorerProps) {
  const text = useText();
  const words = text.network;
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const graph = useGraph(network);
  const who = useWho(network, graph);
  const [threshold, setThreshold] = useState(() => beginning(network, graph));
  const [isTogether, setTogether] = useState(false);
  const one = view.node === undefined ? null : who.byId(view.node);
  const to = view.to === undefined ? null : who.byId(view.to);
  const path = usePathNodes(network, graph, one?.id, to?.id);

  const kind = network.of === "faces" ? ({ of: "faces" } as const) : {};
  const idOf = (node: number): string | undefined => network.nodes.id[node];
  const focusOn = (node: number, then: number | null = null): void => {
    const id = idOf(node);
    const end = then === null ? undefined : idOf(then);
    onView({
      ...kind,
      ...(id === undefined ? {} : { node: id, ...(end === undefined ? {} : { to: end }) }),
    });
  };
  const focus = one !== null && (
    <Focus
      key={one.id}
      network={network}
      graph={graph}
      who={who}
      one={one}
      to={to}
      onFocus={focusOn}
      onTo={(node) => focusOn(one.node, node)}
    />
  );

  return (
    <>
      <div className={classes.explorer}>
        <Stage
          network={network}
          graph={graph}
          threshold={threshold}
          isTogether={isTogether}
          focus={one?.node ?? -1}
          path={path}
          covered={isNarrow ? COVERED : 0}
          onFocus={focusOn}
        >
          <NodeSearch names={network.nodes.name} who={who} label={words.search} onPick={focusOn} />
        </Stage>
        <div className={classes.side}>
          {!isNarrow && focus}
          <Controls
            network={network}
            graph={graph}
            threshold={threshold}
            onThreshold={setThreshold}
            isTogether={isTogether}
            onTogether={setTogether}
          />
        </div>
      </div>
      {isNarrow && one !== null && <div className={classes.sheet}>{focus}</div>}
      {network.of === "people" && (
        <div className={classes.lists}>
          <Lists scale={network.scale} who={who} onPick={focusOn} />
        </div>
      )}
      <NodesTable network={network} graph={graph} who={who} onFocus={focusOn} />
    </>
  );
}

/** Returns what is drawn; names that change are no other drawing. */
function useGraph(network: NetworkOut): Graph {
  const { made, of, nodes } = network;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same making has the same columns.
  return useMemo(() => graphOf(network), [made, of, nodes.id.length]);
}

/** Returns the threshold that is shown first: the network's own, where that shows anything. */
function beginning(network: NetworkOut, graph: Graph): number {
  const range = rangeOf(graph.alike);
  if (range === null) return network.minimum;
  const isEmpty = countFrom(graph.alike, network.minimum) === 0;
  return isEmpty ? range[0] : Math.max(range[0], network.minimum);
}

function usePathNodes(
  network: NetworkOut,
  graph: Graph,
  from: string | undefined,
  to: string | undefined,
): readonly number[] {
  const asked = usePath(network.of, from, to);
  const { data } = asked;
  return useMemo(() => {
    if (data === undefined) return NO_PATH;
    const nodes = data.nodes.map((id) => graph.indexOf.get(id));
    return nodes.every((node) => node !== undefined) ? nodes : NO_PATH;
  }, [data, graph]);
}
