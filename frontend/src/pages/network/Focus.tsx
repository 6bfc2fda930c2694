import { Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Route, X } from "lucide-react";
import { useState } from "react";
import { getFaceOptions } from "@/client/@tanstack/react-query.gen";
import type { NetworkOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import classes from "./Focus.module.css";
import { type Graph, neighboursOf } from "./graph";
import { NodeSearch } from "./NodeSearch";
import { Path } from "./Path";
import { Somebody } from "./Somebody";
import { useSaid } from "./useSaid";
import type { Who, Whos } from "./useWho";

const LOST = 0; // photos together of those who are alike and never met

interface FocusProps {
  network: NetworkOut;
  graph: Graph;
  who: Whos;
  /** Who is in focus. */
  one: Who;
  /** To whom a path leads; null: to nobody. */
  to: Who | null;
  onFocus: (node: number) => void;
  onTo: (node: number | null) => void;
}

/** Who is in focus, whom they resemble, and the path to somebody else. */
export function Focus(props: FocusProps) {
  const { network, graph, who, one, to, onFocus, onTo } = props;
  const text = useText();
  const words = text.network;
  const [isAsking, setAsking] = useState(false);
  return (
    <section className={classes.card} aria-label={words.focus}>
      <div className={classes.head}>
        <Portrait of={one.portrait} alt={words.portraitOf(one.name)} side={128} round />
        <div>
          <h2 className={classes.name}>{one.name}</h2>
          <p className={classes.links}>
            {one.person !== null && (
              <Link to="/people/$person" params={{ person: one.person }}>
                {words.openPerson}
              </Link>
            )}
            {network.of === "faces" && <PhotoOf face={one.id} />}
          </p>
        </div>
        <CloseButton aria-label={words.unfocus} onClick={() => onFocus(-1)} />
      </div>
      {to !== null ? (
        <>
          <Path
            of={network.of}
            scale={network.scale}
            who={who}
            from={one}
            to={to}
            onFocus={onFocus}
          />
          <Button
            variant="default"
            leftSection={<X size={15} aria-hidden="true" />}
            onClick={() => onTo(null)}
          >
            {words.noPath}
          </Button>
        </>
      ) : isAsking ? (
        <NodeSearch
          names={network.nodes.name}
          who={who}
          label={words.pathTo}
          except={one.node}
          hasFocus
          onPick={(node) => {
            setAsking(false);
            onTo(node);
          }}
        />
      ) : (
        <Button
          variant="light"
          leftSection={<Route size={16} aria-hidden="true" />}
          onClick={() => setAsking(true)}
        >
          {words.askPath}
        </Button>
      )}
      {to === null && (
        <Neighbours network={network} graph={graph} who={who} one={one} onFocus={onFocus} />
      )}
    </section>
  );
}

interface NeighboursProps {
  network: NetworkOut;
  graph: Graph;
  who: Whos;
  one: Who;
  onFocus: (node: number) => void;
}

/** Whom somebody resembles: what is lit on the drawing, as a list. */
function Neighbours({ network, graph, who, one, onFocus }: NeighboursProps) {
  const text = useText();
  const words = text.network;
  const said = useSaid(network.scale.minimum);
  const all = neighboursOf(graph, network, one.node);
  const alike = all.filter(({ similarity }) => similarity !== null);
  const met = all.filter(({ similarity }) => similarity === null);
  if (all.length === 0) return <p className={classes.help}>{words.alone}</p>;
  return (
    <>
      {alike.length > 0 && (
        <div>
          <h3 className={classes.title}>{words.resembles}</h3>
          <ul className={classes.list}>
            {alike.map(({ node, similarity, photos }) => (
              <li key={node}>
                <Somebody
                  who={[who.by(node)]}
                  about={[
                    said.alike(similarity ?? 0),
                    network.of === "people"
                      ? photos === LOST
                        ? words.neverMet
                        : words.met(photos)
                      : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                  onClick={() => onFocus(node)}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      {met.length > 0 && (
        <div>
          <h3 className={classes.title}>{words.oftenWith}</h3>
          <ul className={classes.list}>
            {met.map(({ node, photos }) => (
              <li key={node}>
                <Somebody
                  who={[who.by(node)]}
                  about={words.met(photos)}
                  onClick={() => onFocus(node)}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Where a face was seen. */
function PhotoOf({ face }: { face: string }) {
  const words = useText().network;
  const asked = useQuery(getFaceOptions({ path: { face } }));
  if (asked.data === undefined) return null;
  return (
    <Link to="/photos" search={{ photo: asked.data.photo }}>
      {words.openPhoto}
    </Link>
  );
}
