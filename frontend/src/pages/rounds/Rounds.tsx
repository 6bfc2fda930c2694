import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type Round, roundsOptions, seriesOptions } from "@/data/game";
import type { RoundsView } from "@/data/roundsView";
import { useMay } from "@/data/session";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import { Leaders } from "./Leaders";
import { NewRound } from "./NewRound";
import { Repeating } from "./Repeating";
import { RoundCard } from "./RoundCard";
import classes from "./Rounds.module.css";
import { Teach } from "./Teach";

const AGAIN_MS = 5_000;

const route = getRouteApi("/rounds");

/** The game: rounds that run, earlier ones, and who is ahead over all of them. */
export function Rounds() {
  const text = useText().game;
  const may = useMay("write");
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const open = (search: RoundsView): void => void navigate({ search, resetScroll: false });
  const asked = useQuery({ ...roundsOptions(), refetchInterval: AGAIN_MS, throwOnError: noAnswer });
  const seasons = useQuery(seriesOptions()).data?.items ?? [];
  const rounds = asked.data?.items;
  const isEmpty = rounds?.length === 0;
  return (
    <>
      <PageHeader title={text.title} about={isEmpty ? undefined : text.about}>
        {may && rounds !== undefined && !isEmpty && (
          <Button
            leftSection={<Plus size={17} aria-hidden="true" />}
            onClick={() => open({ ...view, new: true })}
          >
            {text.new}
          </Button>
        )}
      </PageHeader>
      {isEmpty ? (
        <Teach may={may} onNew={() => open({ ...view, new: true })} />
      ) : (
        <PageBody>
          {rounds === undefined ? <Skeleton height={150} radius={20} /> : <Lists rounds={rounds} />}
          <Repeating seasons={seasons} may={may} />
          {rounds?.some(({ state }) => state === "closed") && (
            <Leaders
              seasons={seasons}
              series={view.series}
              onChoose={(series) => open(series === undefined ? {} : { series })}
            />
          )}
        </PageBody>
      )}
      {may && view.new === true && (
        <NewRound onClose={() => open(view.series === undefined ? {} : { series: view.series })} />
      )}
    </>
  );
}

/** A page that shows rounds already waits for the server to come back. */
function noAnswer(_: unknown, { state }: { state: { data: unknown } }): boolean {
  return state.data === undefined;
}

function Lists({ rounds }: { rounds: readonly Round[] }) {
  const text = useText().game;
  const open = rounds.filter(({ state }) => state === "open");
  const earlier = rounds
    .filter(({ state }) => state === "closed")
    .toSorted((one, other) => (other.closed ?? "").localeCompare(one.closed ?? ""));
  return (
    <>
      <Section title={text.open}>
        {open.length === 0 ? (
          <p className={classes.none}>{text.noOpen}</p>
        ) : (
          <Cards label={text.open} rounds={open} />
        )}
      </Section>
      {earlier.length > 0 && (
        <Section title={text.earlier}>
          <Cards label={text.earlier} rounds={earlier} />
        </Section>
      )}
    </>
  );
}

function Cards({ label, rounds }: { label: string; rounds: readonly Round[] }) {
  return (
    <ul className={classes.cards} aria-label={label}>
      {rounds.map((round) => (
        <li key={round.round}>
          <RoundCard round={round} />
        </li>
      ))}
    </ul>
  );
}
