import { CloseButton } from "@mantine/core";
import type { NetworkOut } from "@/client/types.gen";
import { closenessOf, likenessWords } from "@/parts/game/closeness";
import { useText } from "@/text";
import classes from "./Focus.module.css";
import { Somebody } from "./Somebody";
import { endsOf, type Standing } from "./standings";
import type { Whos } from "./useWho";

interface AverageProps {
  of: NetworkOut["of"];
  who: Whos;
  /** All whose closeness is known, the closest first; at least one. */
  standings: readonly Standing[];
  onFocus: (node: number) => void;
  onLeave: () => void;
}

/** Who is closest to the average of the network: what is lit on the drawing, as a list. */
export function Average({ of, who, standings, onFocus, onLeave }: AverageProps) {
  const text = useText();
  const words = text.network;
  const { closest, farthest } = endsOf(standings);
  // How alike somebody can be to a mean depends on how many are in it: the others are the measure.
  const range = {
    least: standings.at(-1)?.similarity ?? 0,
    most: standings[0]?.similarity ?? 0,
  };
  const row = ({ node, place, similarity }: Standing) => (
    <li key={node}>
      <Somebody
        who={[who.by(node)]}
        about={words.standing(
          text.game.place(place),
          words.closeness[closenessOf(place, similarity, range)],
          likenessWords(similarity),
        )}
        onClick={() => onFocus(node)}
      />
    </li>
  );
  return (
    <section className={classes.card} aria-label={words.closest}>
      <div className={classes.top}>
        <h2 className={classes.name}>{words.closest}</h2>
        <CloseButton aria-label={words.unfocus} onClick={onLeave} />
      </div>
      <p className={classes.help}>{words.averageMeans[of]}</p>
      <ol className={classes.list} aria-label={words.closest}>
        {closest.map(row)}
      </ol>
      {farthest.length > 0 && (
        <div>
          <h3 className={classes.title}>{words.farthest}</h3>
          <ul className={classes.list}>{farthest.map(row)}</ul>
        </div>
      )}
    </section>
  );
}
