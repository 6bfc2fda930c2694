import { useFullscreenDocument } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Maximize, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { isAway } from "@/data/api";
import { type Screening, screenOptions } from "@/data/game";
import { secondsLeft } from "@/lib/countdown";
import { isMissing } from "@/parts/errorWords";
import { useNow } from "@/parts/job/useNow";
import { useTitle } from "@/parts/useTitle";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import { Lobby } from "./Lobby";
import { Reveal } from "./Reveal";
import classes from "./Screen.module.css";

const OPEN_MS = 1_500;
const CLOSED_MS = 6_000; // somebody may withdraw still

const route = getRouteApi("/screen/$token");

/** A round on a big screen: who comes, how long it is still, and what came of it. */
export function Screen() {
  const { token } = route.useParams();
  const text = useText();
  const asked = useQuery({
    ...screenOptions(token),
    refetchInterval: ({ state }) => (state.data?.state === "closed" ? CLOSED_MS : OPEN_MS),
    refetchIntervalInBackground: true, // a projector may be another window's
  });
  const round = asked.data;
  useTitle(round?.title ?? text.game.title);
  if (round !== undefined && !isMissing(asked.error)) {
    return (
      <Stage away={isAway(asked.error)}>
        <Shown token={token} round={round} />
      </Stage>
    );
  }
  return (
    <Stage>
      {asked.error === null || isAway(asked.error) ? (
        <p className={classes.waiting} role="status">
          {asked.error === null ? text.common.loading : text.game.join.away}
        </p>
      ) : (
        <div className={classes.lost}>
          <Unplug size={52} strokeWidth={1.4} aria-hidden="true" />
          <h1>{isMissing(asked.error) ? text.game.join.unknownTitle : text.common.broken}</h1>
          {isMissing(asked.error) ? (
            <p>{text.game.join.unknownHelp}</p>
          ) : (
            <Why error={asked.error} />
          )}
        </div>
      )}
    </Stage>
  );
}

function Shown({ token, round }: { token: string; round: Screening }) {
  const now = useNow(round.state === "open" && round.closes !== null);
  if (round.state === "closed") return <Reveal token={token} round={round} />;
  const over = round.closes !== null && secondsLeft(round.closes, now) === 0;
  return <Lobby token={token} round={round} over={over} />;
}

function Stage({ away = false, children }: { away?: boolean; children: ReactNode }) {
  const text = useText();
  const { toggle, fullscreen } = useFullscreenDocument();
  return (
    <main className={classes.screen}>
      {children}
      {away && (
        <p className={classes.away} role="status">
          {text.game.join.away}
        </p>
      )}
      {document.fullscreenEnabled && !fullscreen && (
        <button type="button" className={classes.full} onClick={() => void toggle()}>
          <Maximize size={18} aria-hidden="true" />
          {text.game.screen.full}
        </button>
      )}
    </main>
  );
}
