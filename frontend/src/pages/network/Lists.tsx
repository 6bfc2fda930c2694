import { Button, Skeleton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AlikeOut, NetworkOut } from "@/client/types.gen";
import { useAlike, useBridges, useRelatives } from "@/data/network";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Lists.module.css";
import { Somebody } from "./Somebody";
import { useSaid } from "./useSaid";
import type { Whos } from "./useWho";

const AT_FIRST = 5;
const MOST = 20;

interface ListsProps {
  scale: NetworkOut["scale"];
  who: Whos;
  /** Lights a pair, or one. */
  onPick: (node: number, to: number | null) => void;
}

/** What the network tells about people: who could be related, who looks alike, who joins groups. */
export function Lists({ scale, who, onPick }: ListsProps) {
  const words = useText().network;
  const relatives = useRelatives(MOST);
  const alike = useAlike(MOST);
  const bridges = useBridges(MOST);
  const said = useSaid(scale.minimum);
  const pair = ({ one, other, similarity }: AlikeOut, about: string): ReactNode => {
    const [first, second] = [who.byId(one), who.byId(other)];
    if (first === null || second === null) return null;
    return (
      <li key={`${one} ${other}`}>
        <Somebody
          who={[first, second]}
          title={words.pair(first.name, second.name)}
          about={[said.alike(similarity), about].filter(Boolean).join(" · ")}
          onClick={() => onPick(first.node, second.node)}
        />
      </li>
    );
  };
  return (
    <div className={classes.lists}>
      <List title={words.relatives} about={words.relativesHelp} none={words.noRelatives}>
        {relatives.data?.items.map((found) => pair(found, ""))}
      </List>
      <List title={words.doubles} about={words.doublesHelp} none={words.noDoubles}>
        {alike.data?.items.map((found) =>
          pair(found, found.photos === 0 ? words.neverMet : words.met(found.photos)),
        )}
      </List>
      <List title={words.bridges} about={words.bridgesHelp} none={words.noBridges}>
        {bridges.data?.items.map(({ node, communities }) => {
          const one = who.byId(node);
          return (
            one !== null && (
              <li key={node}>
                <Somebody
                  who={[one]}
                  about={words.joins(communities.length)}
                  onClick={() => onPick(one.node, null)}
                />
              </li>
            )
          );
        })}
      </List>
    </div>
  );
}

interface ListProps {
  title: string;
  about: string;
  /** What is said where there is nobody. */
  none: string;
  /** Undefined until it is known. */
  children: readonly ReactNode[] | undefined;
}

function List({ title, about, none, children }: ListProps) {
  const words = useText().network;
  const [isAll, setAll] = useState(false);
  if (children === undefined) {
    return (
      <Section title={title} about={about}>
        <Skeleton height={150} radius="md" />
      </Section>
    );
  }
  const known = children.filter(Boolean);
  return (
    <Section title={title} about={about}>
      {known.length === 0 ? (
        <p className={classes.none}>{none}</p>
      ) : (
        <ul className={classes.list}>{isAll ? known : known.slice(0, AT_FIRST)}</ul>
      )}
      {!isAll && known.length > AT_FIRST && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {words.showMore(known.length - AT_FIRST)}
        </Button>
      )}
    </Section>
  );
}
