import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Entry } from "@/data/game";
import { variables } from "@/lib/variables";
import { closenessOf, likenessWords, type Range, rangeOf, shareOf } from "@/parts/game/closeness";
import { Medal } from "@/parts/game/Medal";
import { Nick } from "@/parts/game/Nick";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Ranking.module.css";

const FIRST = 20; // whom most look at; the rest is a click away

/** Everyone's place on a board, and how close they are. */
export function Ranking({ entries }: { entries: readonly Entry[] }) {
  const text = useText().game;
  const [all, setAll] = useState(false);
  const range = rangeOf(entries);
  const names = new Map(entries.map(({ entry, name }) => [entry, name]));
  const shown = all ? entries : entries.slice(0, FIRST);
  return (
    <Section title={text.round.places} about={text.round.likenessHelp}>
      <ol className={classes.list}>
        {shown.map((entry) => (
          <Row
            key={entry.entry}
            entry={entry}
            range={range}
            twin={entry.twin === null ? undefined : names.get(entry.twin)}
          />
        ))}
      </ol>
      {shown.length < entries.length && (
        <div>
          <Button variant="default" onClick={() => setAll(true)}>
            {text.round.showAll(entries.length)}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface RowProps {
  entry: Entry;
  /** Of the board: bars are compared with it. */
  range: Range;
  /** Name of the twin; null: they have none; undefined: there is no twin on this board. */
  twin: string | null | undefined;
}

function Row({ entry, range, twin }: RowProps) {
  const text = useText().game;
  const { place, name, face, person, similarity } = entry;
  const shown = <Nick>{name ?? text.nameless}</Nick>;
  return (
    <li value={place} className={classes.row}>
      <Medal place={place} />
      <span className={classes.portrait}>
        <Portrait of={{ face }} side={128} alt="" round />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>
          {person === null ? (
            shown
          ) : (
            <Link to="/people/$person" params={{ person }}>
              {shown}
            </Link>
          )}
        </span>
        {twin !== undefined && (
          <span className={classes.twin}>
            <Nick>{text.round.twinOf(twin ?? text.nameless)}</Nick>
          </span>
        )}
      </span>
      <span className={classes.likeness}>
        <span
          className={classes.bar}
          style={variables({ "--share": shareOf(similarity, range) })}
          aria-hidden="true"
        />
        <span className={classes.said}>{text.close[closenessOf(place, similarity, range)]}</span>
      </span>
      <span className={classes.value}>{likenessWords(similarity)}</span>
    </li>
  );
}
