import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft, Ellipsis, Flag, Presentation, Trash2 } from "lucide-react";
import { useState } from "react";
import { HOME } from "@/data/api";
import { closeRound, type Round as GameRound, removeRound, roundOptions } from "@/data/game";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { here } from "@/lib/here";
import { Nick } from "@/parts/game/Nick";
import { useCountdown } from "@/parts/game/useCountdown";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { Sure } from "@/parts/Sure";
import { useFormat, useText } from "@/text";
import { Inviting } from "./Inviting";
import { Players } from "./Players";
import { Results } from "./Results";
import classes from "./Round.module.css";

const AGAIN_MS = 2_500;

const route = getRouteApi("/rounds/$round");

/** One round: who may join and who did, and what came of it. */
export function Round() {
  const { round: id } = route.useParams();
  const { board } = route.useSearch();
  const navigate = route.useNavigate();
  const text = useText();
  const may = useMay("write");
  const closing = useClose(id);
  const asked = useQuery({
    ...roundOptions(id),
    refetchInterval: ({ state }) => (state.data?.state === "closed" ? false : AGAIN_MS),
    throwOnError: (_, { state }) => state.data === undefined,
  });
  const round = asked.data;
  if (round === undefined) return <Place />;
  return (
    <>
      <PageHeader title={round.title} about={<About round={round} />}>
        {may && <Actions round={round} closing={closing} />}
      </PageHeader>
      <PageBody>
        {round.state === "open" ? (
          <>
            {closing.isPending && (
              <p className={classes.closing} role="status">
                {text.game.round.closing}
              </p>
            )}
            {may && <Inviting round={round} />}
            <Players round={round} may={may} />
          </>
        ) : (
          <>
            <Results
              round={round}
              board={board ?? "all"}
              onBoard={(next) =>
                void navigate({ search: { board: next }, replace: true, resetScroll: false })
              }
            />
            <Players round={round} may={may} />
          </>
        )}
      </PageBody>
    </>
  );
}

function Place() {
  const text = useText();
  return (
    <>
      <PageHeader title={text.game.title} about={text.common.loading} />
      <PageBody>
        <Skeleton height={320} radius="lg" />
      </PageBody>
    </>
  );
}

/** What kind of round it is, and until when. */
function About({ round }: { round: GameRound }) {
  const text = useText().game;
  const format = useFormat();
  const countdown = useCountdown(round.state === "open" ? round.closes : null);
  const { collection, everyone, closed } = round;
  return (
    <span className={classes.about}>
      <Link to="/rounds" className={classes.back}>
        <ArrowLeft size={14} aria-hidden="true" />
        {text.round.back}
      </Link>
      <span className={classes.facts}>
        <Nick>
          {[
            everyone
              ? collection === null
                ? text.round.insideAll
                : text.round.inside(collection)
              : text.round.onlyJoined,
            closed === null
              ? countdown === null
                ? text.byHand
                : countdown.left === 0
                  ? text.countdown.closing
                  : text.countdown.left(countdown.words)
              : text.endedAt(format.moment(here(closed))),
          ].join(" · ")}
        </Nick>
      </span>
    </span>
  );
}

interface ActionsProps {
  round: GameRound;
  closing: ReturnType<typeof useClose>;
}

function Actions({ round, closing }: ActionsProps) {
  const text = useText().game.round;
  const [asking, setAsking] = useState<"close" | "remove" | null>(null);
  const removing = useRemove();
  const done = (): void => setAsking(null);
  return (
    <>
      {round.screen !== null && (
        <Button
          component="a"
          href={`${HOME}${round.screen}`}
          target="_blank"
          rel="noreferrer"
          variant={round.state === "open" ? "default" : "filled"}
          leftSection={<Presentation size={17} aria-hidden="true" />}
        >
          {text.screen}
        </Button>
      )}
      {round.state === "open" && (
        <Button
          leftSection={<Flag size={16} aria-hidden="true" />}
          loading={closing.isPending}
          onClick={() => setAsking("close")}
        >
          {text.close}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={40} variant="default" aria-label={text.more}>
            <Ellipsis size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="red"
            leftSection={<Trash2 size={16} aria-hidden="true" />}
            onClick={() => setAsking("remove")}
          >
            {text.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Sure
        opened={asking === "close"}
        onClose={done}
        title={text.closeTitle(round.title)}
        help={text.closeHelp}
        deed={text.close}
        onYes={() => {
          done();
          closing.mutate();
        }}
      />
      <Sure
        opened={asking === "remove"}
        onClose={done}
        title={text.removeTitle(round.title)}
        help={text.removeHelp}
        deed={text.remove}
        pending={removing.isPending}
        onYes={() => removing.mutate(round.round)}
      />
    </>
  );
}

function useClose(round: string) {
  const text = useText().game.round;
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => closeRound(round),
    onSuccess: () => toasts.told(text.closedNow),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["rounds"]),
  });
}

function useRemove() {
  const text = useText().game.round;
  const toasts = useToasts();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  return useMutation({
    mutationFn: removeRound,
    onSuccess: async () => {
      toasts.told(text.removed);
      await navigate({ to: "/rounds", search: {} }); // before this page asks for what is gone
      refresh(queries, ["rounds", "photos", "people"]);
    },
    onError: toasts.failed,
  });
}
