import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { CircleDot } from "lucide-react";
import { useMemo, useState } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { usePath } from "@/data/network";
import type { NetworkView } from "@/data/networkView";
import { useText } from "@/text";
import { Average } from "./Average";
import { Controls } from "./Controls";
import classes from "./Explorer.module.css";
import { Focus } from "./Focus";
import { countFrom, type Graph, graphOf, rangeOf } from "./graph";
import { Lists } from "./Lists";
import { NodeSearch } from "./NodeSearch";
import { NodesTable } from "./NodesTable";
import { Stage } from "./Stage";
import { endsOf, standingsOf } from "./standings";
import { useLeaving } from "./useLeaving";
import { useWho } from "./useWho";

const NARROW = "(max-width: 1023px)";
const COVERED = 0.42; // of the drawing, by the sheet on a phone
const NONE: readonly number[] = [];

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
  const { average } = network.nodes;
  const standings = useMemo(() => standingsOf(average), [average]);
  const isAverage = view.focus === "average" && standings.length > 0;
  const closest = useMemo(
    () => (isAverage ? endsOf(standings).closest.map(({ node }) => node) : NONE),
    [isAverage, standings],
  );

  const kind = network.of === "faces" ? ({ of: "faces" } as const) : {};
  const leave = (): void => onView(kind);
  useLeaving(isAverage, leave);
  const idOf = (node: number): string | undefined => network.nodes.id[node];
  const focusOn = (node: number, then: number | null = null): void => {
    const id = idOf(node);
    const end = then === null ? undefined : idOf(then);
    onView({
      ...kind,
      ...(id === undefined ? {} : { node: id, ...(end === undefined ? {} : { to: end }) }),
    });
  };
  const focus = isAverage ? (
    <Average of={network.of} who={who} standings={standings} onFocus={focusOn} onLeave={leave} />
  ) : one === null ? null : (
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
          closest={closest}
          covered={isNarrow ? COVERED : 0}
          onFocus={focusOn}
        >
          <div className={classes.over}>
            <NodeSearch
              names={network.nodes.name}
              who={who}
              label={words.search}
              onPick={focusOn}
            />
            {standings.length > 0 && (
              <Button
                className={classes.average ?? ""}
                variant={isAverage ? "filled" : "default"}
                radius="md"
                leftSection={<CircleDot size={16} aria-hidden="true" />}
                aria-pressed={isAverage}
                onClick={() => onView(isAverage ? kind : { ...kind, focus: "average" })}
              >
                {words.closest}
              </Button>
            )}
          </div>
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
      {isNarrow && focus !== null && <div className={classes.sheet}>{focus}</div>}
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
    if (data === undefined) return NONE;
    const nodes = data.nodes.map((id) => graph.indexOf.get(id));
    return nodes.every((node) => node !== undefined) ? nodes : NONE;
  }, [data, graph]);
}
