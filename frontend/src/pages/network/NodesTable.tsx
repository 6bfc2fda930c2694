import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { useText } from "@/text";
import { type Graph, neighboursOf } from "./graph";
import classes from "./NodesTable.module.css";
import { useSaid } from "./useSaid";
import type { Whos } from "./useWho";

const A_PAGE = 50;

interface NodesTableProps {
  network: NetworkOut;
  graph: Graph;
  who: Whos;
  onFocus: (node: number) => void;
}

/** The same network in words, for who cannot see it: whom everybody resembles most. */
export function NodesTable(props: NodesTableProps) {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.network.table}</summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}

function Rows({ network, graph, who, onFocus }: NodesTableProps) {
  const words = useText().network;
  const said = useSaid(network.scale.minimum);
  const [shown, setShown] = useState(A_PAGE);
  const order = useMemo(
    () =>
      [...network.nodes.id.keys()].sort(
        (one, other) =>
          Number(network.nodes.name[one] === null) - Number(network.nodes.name[other] === null) ||
          (network.nodes.faces[other] ?? 0) - (network.nodes.faces[one] ?? 0) ||
          one - other,
      ),
    [network],
  );
  const left = order.length - shown;
  return (
    <>
      <table className={classes.table}>
        <caption className={classes.caption}>{words.tableHelp}</caption>
        <thead>
          <tr>
            <th scope="col">{network.of === "faces" ? words.face : words.person}</th>
            <th scope="col">{words.mostAlike}</th>
            <th scope="col">{words.how}</th>
          </tr>
        </thead>
        <tbody>
          {order.slice(0, shown).map((node) => {
            const one = who.by(node);
            const [best] = neighboursOf(graph, network, node);
            const other = best?.similarity == null ? null : who.by(best.node);
            return (
              <tr key={one.id}>
                <th scope="row">
                  <button type="button" className={classes.name} onClick={() => onFocus(node)}>
                    {one.name}
                  </button>
                </th>
                <td>{other === null ? words.noOther : other.name}</td>
                <td>{best?.similarity == null ? "" : said.alike(best.similarity)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {left > 0 && (
        <Button variant="default" onClick={() => setShown(shown + A_PAGE)}>
          {words.showMore(Math.min(A_PAGE, left))}
        </Button>
      )}
    </>
  );
}
