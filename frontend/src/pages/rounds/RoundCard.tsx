import { Link } from "@tanstack/react-router";
import { Clock, Trophy, Users } from "lucide-react";
import type { Round } from "@/data/game";
import { here } from "@/lib/here";
import { Nick } from "@/parts/game/Nick";
import { useCountdown } from "@/parts/game/useCountdown";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import classes from "./RoundCard.module.css";

const SHOWN = 3; // winners with a portrait; more than these rarely share the first place

/** A round in the list: what runs, or who won. */
export function RoundCard({ round }: { round: Round }) {
  return (
    <article className={classes.card} data-state={round.state}>
      <h3 className={classes.title}>
        <Link to="/rounds/$round" params={{ round: round.round }} className={classes.link}>
          <Nick>{round.title}</Nick>
        </Link>
      </h3>
      {round.state === "open" ? <Running round={round} /> : <Ended round={round} />}
    </article>
  );
}

function Running({ round }: { round: Round }) {
  const text = useText().game;
  const countdown = useCountdown(round.closes);
  return (
    <>
      <span className={classes.live}>{text.countdown.open}</span>
      <p className={classes.fact}>
        <Users size={15} aria-hidden="true" />
        {round.participants === 0 ? text.nobodyJoined : text.joined(round.participants)}
      </p>
      <p className={classes.fact}>
        <Clock size={15} aria-hidden="true" />
        {countdown === null
          ? text.byHand
          : countdown.left === 0
            ? text.countdown.closing
            : text.countdown.left(countdown.words)}
      </p>
    </>
  );
}

function Ended({ round }: { round: Round }) {
  const text = useText().game;
  const format = useFormat();
  const { winners, closed } = round;
  const names = winners.map(({ name }) => name ?? text.nameless);
  return (
    <>
      {winners.length > 0 && (
        <span className={classes.winners}>
          {winners.slice(0, SHOWN).map(({ entry, face }) => (
            <span key={entry} className={classes.winner}>
              <Portrait of={{ face }} side={128} alt="" round />
            </span>
          ))}
        </span>
      )}
      <p className={classes.fact}>
        <Trophy size={15} aria-hidden="true" />
        <Nick>{names.length === 0 ? text.noWinner : text.wonBy(format.list(names))}</Nick>
      </p>
      {closed !== null && (
        <p className={classes.fact}>
          <Clock size={15} aria-hidden="true" />
          {text.endedAt(format.moment(here(closed)))}
        </p>
      )}
    </>
  );
}
