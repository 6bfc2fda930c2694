import { Button, NativeSelect, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { leadersOptions, type Series } from "@/data/game";
import { likenessWords } from "@/parts/game/closeness";
import { Medal } from "@/parts/game/Medal";
import { Nick } from "@/parts/game/Nick";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import classes from "./Leaders.module.css";
import { placesOf } from "./places";

const FIRST = 20; // whom most look at; the rest is a click away

interface LeadersProps {
  seasons: readonly Series[];
  /** Of whose rounds; undefined: of all. */
  series: string | undefined;
  onChoose: (series: string | undefined) => void;
}

/** Who is ahead over the rounds of a season. */
export function Leaders({ seasons, series, onChoose }: LeadersProps) {
  const text = useText().game.leaders;
  const asked = useQuery(leadersOptions(series ?? null));
  return (
    <Section
      title={text.title}
      about={text.about}
      actions={
        seasons.length > 0 && (
          <NativeSelect
            aria-label={text.season}
            value={series ?? ""}
            data={[
              { value: "", label: text.all },
              ...seasons.map((season) => ({ value: season.series, label: season.title })),
            ]}
            onChange={({ currentTarget: { value } }) => onChoose(value === "" ? undefined : value)}
            className={classes.season ?? ""}
          />
        )
      }
    >
      {asked.error !== null ? (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton height={180} radius="lg" />
      ) : asked.data.items.length === 0 ? (
        <p className={classes.none}>{text.none}</p>
      ) : (
        <Table standings={asked.data.items} />
      )}
    </Section>
  );
}

function Table({ standings }: { standings: Parameters<typeof placesOf>[0] }) {
  const text = useText().game;
  const words = text.leaders;
  const format = useFormat();
  const [all, setAll] = useState(false);
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.place}>
              {text.round.places}
            </th>
            <th scope="col" className={classes.who}>
              {words.player}
            </th>
            <th scope="col">{words.points}</th>
            <th scope="col">{words.wins}</th>
            <th scope="col" className={classes.spare}>
              {words.rounds}
            </th>
            <th scope="col" className={classes.spare}>
              {words.best}
            </th>
          </tr>
        </thead>
        <tbody>
          {placesOf(standings)
            .slice(0, all ? undefined : FIRST)
            .map(({ place, standing }) => (
              <tr key={standing.entry}>
                <td className={classes.place}>
                  <Medal place={place} />
                </td>
                <th scope="row" className={classes.who}>
                  <span className={classes.person}>
                    <span className={classes.portrait}>
                      <Portrait of={{ face: standing.face }} side={128} alt="" round />
                    </span>
                    <Nick>{standing.name ?? text.nameless}</Nick>
                  </span>
                </th>
                <td>{format.number(standing.points)}</td>
                <td>{format.number(standing.wins)}</td>
                <td className={classes.spare}>{format.number(standing.rounds)}</td>
                <td className={classes.spare}>{likenessWords(standing.best)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {!all && standings.length > FIRST && (
        <div className={classes.more}>
          <Button variant="default" onClick={() => setAll(true)}>
            {text.round.showAll(standings.length)}
          </Button>
        </div>
      )}
    </div>
  );
}
