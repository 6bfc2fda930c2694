import { Skeleton } from "@mantine/core";
import { Fragment } from "react";
import type { NetworkOut } from "@/client/types.gen";
import { isMissing, usePath } from "@/data/network";
import { Refused } from "@/parts/Refused";
import { useText } from "@/text";
import classes from "./Focus.module.css";
import { Somebody } from "./Somebody";
import { useSaid } from "./useSaid";
import type { Who, Whos } from "./useWho";

interface PathProps {
  of: NetworkOut["of"];
  scale: NetworkOut["scale"];
  who: Whos;
  from: Who;
  to: Who;
  onFocus: (node: number) => void;
}

/** From one to another, each alike to the next: step by step, in words. */
export function Path({ of, scale, who, from, to, onFocus }: PathProps) {
  const text = useText();
  const words = text.network;
  const said = useSaid(scale.minimum);
  const asked = usePath(of, from.id, to.id);
  if (asked.isPending) return <Skeleton height={120} radius="md" />;
  if (asked.data === undefined) {
    return isMissing(asked.error) ? (
      <p className={classes.help} role="status">
        {words.unreachablePath(from.name, to.name)}
      </p>
    ) : (
      <Refused error={asked.error} />
    );
  }
  const { nodes, similarities, weakest } = asked.data;
  const weakestAt = similarities.indexOf(weakest);
  return (
    <div>
      <h3 className={classes.title}>{words.path}</h3>
      <p className={classes.help} role="status">
        {words.pathAbout(similarities.length)}
      </p>
      <ol className={classes.steps} aria-label={words.path}>
        {nodes.map((id, index) => {
          const one = who.byId(id);
          const step = similarities[index - 1];
          return (
            <Fragment key={id}>
              {step !== undefined && (
                <li className={classes.step} data-weakest={index - 1 === weakestAt || undefined}>
                  {said.alike(step)}
                  {index - 1 === weakestAt && similarities.length > 1 && ` · ${words.weakest}`}
                </li>
              )}
              <li>
                {one === null ? (
                  <p className={classes.outside}>{words.outside}</p>
                ) : (
                  <Somebody
                    who={[one]}
                    about={
                      index === 0
                        ? words.begins
                        : index === nodes.length - 1
                          ? words.ends
                          : words.between
                    }
                    onClick={() => onFocus(one.node)}
                  />
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </div>
  );
}
