import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flag, Link2Off } from "lucide-react";
import { useState } from "react";
import { isAway } from "@/data/api";
import { type Joining, joiningOptions } from "@/data/game";
import { useParticipation } from "@/data/participation";
import { EmptyState } from "@/parts/EmptyState";
import { isMissing } from "@/parts/errorWords";
import { useCountdown } from "@/parts/game/useCountdown";
import { useTitle } from "@/parts/useTitle";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import { Form } from "./Form";
import classes from "./Join.module.css";
import { Own } from "./Own";

const AGAIN_MS = 5_000;

const route = getRouteApi("/join/$token");

/** Where a code leads: somebody joins a round with their phone, and sees how they did. */
export function Join() {
  const { token } = route.useParams();
  const text = useText();
  const asked = useQuery({ ...joiningOptions(token), refetchInterval: AGAIN_MS });
  const { data: round, error } = asked;
  if (isMissing(error)) {
    return (
      <main className={classes.page}>
        <EmptyState
          icon={Link2Off}
          title={text.game.join.unknownTitle}
          help={text.game.join.unknownHelp}
        />
      </main>
    );
  }
  return (
    <main className={classes.page}>
      {isAway(error) && (
        <p className={classes.away} role="status">
          {text.game.join.away}
        </p>
      )}
      {round !== undefined ? (
        <Round key={token} token={token} round={round} />
      ) : error !== null && !isAway(error) ? (
        <Why error={error} />
      ) : (
        <p className={classes.loading} role="status">
          {text.common.loading}
        </p>
      )}
    </main>
  );
}

function Round({ token, round }: { token: string; round: Joining }) {
  const text = useText().game.join;
  const [joined, remember] = useParticipation(token);
  const [said, setSaid] = useState("");
  useTitle(round.title);
  if (joined !== null) {
    return (
      <>
        <Head round={round} small />
        <Own
          key={joined.participant}
          token={token}
          joined={joined}
          onGone={(words) => {
            setSaid(words);
            remember(null);
          }}
        />
      </>
    );
  }
  return (
    <>
      <Head round={round} />
      <p className={classes.said} role="status">
        {said}
      </p>
      {round.state === "closed" ? (
        <div className={classes.closed}>
          <Flag size={26} aria-hidden="true" />
          <h2>{text.closedTitle}</h2>
          <p>{text.closedHelp}</p>
        </div>
      ) : (
        <Form token={token} onJoined={remember} />
      )}
    </>
  );
}

/** What one is asked to join. */
function Head({ round, small = false }: { round: Joining; small?: boolean }) {
  const text = useText();
  const words = text.game;
  const countdown = useCountdown(round.state === "open" ? round.closes : null);
  return (
    <header className={classes.head} data-small={small || undefined}>
      <p className={classes.brand}>{small ? words.about : words.join.title}</p>
      <h1 className={classes.title} title={round.title}>
        <bdi>{round.title}</bdi>
      </h1>
      {!small && round.state === "open" && (
        <p className={classes.how}>
          <strong>{words.join.question}</strong> {words.join.how}{" "}
          {words.join.already(round.participants)}
        </p>
      )}
      {countdown !== null && (
        <p className={classes.left}>
          {countdown.left === 0 ? words.countdown.closing : words.countdown.left(countdown.words)}
        </p>
      )}
    </header>
  );
}
