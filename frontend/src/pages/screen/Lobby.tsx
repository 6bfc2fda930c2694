import type { Screening } from "@/data/game";
import { screenCode, whole } from "@/data/gamePictures";
import { variables } from "@/lib/variables";
import { Nick } from "@/parts/game/Nick";
import { useCountdown } from "@/parts/game/useCountdown";
import { useText } from "@/text";
import classes from "./Lobby.module.css";
import { hueOf, initialOf } from "./seat";

const SEATS = 42; // that fit without anybody getting too small to be read

interface LobbyProps {
  token: string;
  round: Screening;
  /** Its time is over: it is about to be closed. */
  over: boolean;
}

/** Before the closing: how to join, who did, and how long it is still. */
export function Lobby({ token, round, over }: LobbyProps) {
  const text = useText().game;
  const { participants } = round;
  const newest = participants.slice(-SEATS);
  const hidden = participants.length - newest.length;
  return (
    <div className={classes.lobby}>
      <div className={classes.words}>
        <p className={classes.question}>{text.about}</p>
        <h1 className={classes.title} title={round.title}>
          <bdi>{round.title}</bdi>
        </h1>
        {over ? (
          <p className={classes.over} role="status">
            {text.screen.ranking}
          </p>
        ) : (
          <Left closes={round.closes} />
        )}
        <p className={classes.count} role="status">
          {participants.length === 0 ? text.screen.waiting : text.joined(participants.length)}
        </p>
        <ul className={classes.seats} aria-label={text.screen.here}>
          {newest.map(({ entry, nickname }) => (
            <li key={entry} className={classes.seat} style={variables({ "--hue": hueOf(entry) })}>
              <span className={classes.initial} aria-hidden="true">
                {initialOf(nickname)}
              </span>
              <Nick>{nickname}</Nick>
            </li>
          ))}
          {hidden > 0 && <li className={classes.more}>{text.screen.more(hidden)}</li>}
        </ul>
      </div>
      {!over && (
        <div className={classes.invite}>
          <img className={classes.code} src={screenCode(token)} alt={text.round.code} />
          <p className={classes.scan}>{text.screen.join}</p>
          <p className={classes.address}>
            <span>{text.screen.orOpen}</span> <code>{whole(round.join)}</code>
          </p>
        </div>
      )}
    </div>
  );
}

function Left({ closes }: { closes: string | null }) {
  const countdown = useCountdown(closes);
  if (countdown === null) return null;
  return (
    <p className={classes.left} role="timer" data-soon={countdown.left <= 30 || undefined}>
      {countdown.words}
    </p>
  );
}
