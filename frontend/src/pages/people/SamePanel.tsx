import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listQuestionsOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { keeperFirst } from "@/parts/person/merging";
import { useKeepApart, useMergePeople } from "@/parts/person/usePersonEdits";
import { useFormat, useText } from "@/text";
import classes from "./SamePanel.module.css";
import { type Pair, pairsOf } from "./sameQuestions";

const MOST = 12;
const ASKED = 100; // questions, of which those about two people are taken

/** Two people beside each other who might be one, most likely first. */
export function SamePanel() {
  const text = useText();
  const words = text.people.same;
  const asked = useQuery(listQuestionsOptions({ query: { limit: ASKED } }));
  const pairs = pairsOf(asked.data ?? [], MOST);
  if (pairs.length === 0) return null;
  return (
    <section aria-labelledby="same-title">
      <div className={classes.head}>
        <h2 id="same-title" className={classes.title}>
          {words.title}
        </h2>
        <p className={classes.help}>{words.help}</p>
      </div>
      <ul className={classes.row}>
        {pairs.map((pair) => (
          <li key={`${pair.one.person} ${pair.other.person}`} className={classes.pair}>
            <PairCard pair={pair} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PairCard({ pair }: { pair: Pair }) {
  const text = useText();
  const format = useFormat();
  const words = text.people.same;
  const merge = useMergePeople();
  const apart = useKeepApart();
  const { one, other } = pair;
  const called = words.pair(one.name, other.name);
  const isOne = (): void => {
    const [into, ...others] = keeperFirst([one, other].map(asPerson));
    if (into !== undefined) merge.mutate({ into, others });
  };
  return (
    <>
      <div className={classes.faces}>
        {[one, other].map((side) => (
          <Link
            key={side.person}
            to="/people/$person"
            params={{ person: side.person }}
            className={classes.face}
            aria-label={side.name ?? text.person.somebody}
          >
            <Portrait of={side} alt="" />
          </Link>
        ))}
      </div>
      <div className={classes.words}>
        <span className={classes.names}>{called}</span>
        <span className={classes.likely}>{words.likely(format.percent(pair.probability))}</span>
        <div className={classes.buttons}>
          <Button size="compact-sm" aria-label={words.yesOf(called)} onClick={isOne}>
            {words.yes}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.noOf(called)}
            onClick={() => apart.mutate({ one: one.person, other: other.person })}
          >
            {words.no}
          </Button>
        </div>
      </div>
    </>
  );
}

/** A question counts faces only: they order the two as photos would. */
function asPerson({ person, name, faces }: Pair["one"]): PersonOut {
  return { person, name, faces, photos: faces };
}
