import { ActionIcon } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserRound, X } from "lucide-react";
import { useState } from "react";
import { type Player, playersOptions, type Round, removePlayer } from "@/data/game";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { Nick } from "@/parts/game/Nick";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { Sure } from "@/parts/Sure";
import { useText } from "@/text";
import classes from "./Players.module.css";

const AGAIN_MS = 2_500;

/** Who joined a round by themselves, and what takes somebody out. */
export function Players({ round, may }: { round: Round; may: boolean }) {
  const text = useText().game;
  const words = text.round;
  const [asking, setAsking] = useState<Player | null>(null);
  const asked = useQuery({
    ...playersOptions(round.round),
    refetchInterval: round.state === "open" ? AGAIN_MS : false,
  });
  const removing = useRemove(round.round, () => setAsking(null));
  const players = asked.data?.items ?? [];
  if (round.state === "closed" && players.length === 0) return null;
  return (
    <Section
      title={words.players}
      about={players.length > 0 ? `${text.players(players.length)}. ${words.playersHelp}` : null}
    >
      {players.length === 0 ? (
        <p className={classes.none}>{words.noPlayers}</p>
      ) : (
        <ul className={classes.players} aria-label={words.players}>
          {players.map((player) => (
            <li key={player.participant} className={classes.player}>
              <span className={classes.portrait}>
                {player.face === null ? (
                  <UserRound size={26} strokeWidth={1.6} aria-hidden="true" />
                ) : (
                  <Portrait of={{ face: player.face }} side={128} alt="" round />
                )}
              </span>
              <span className={classes.name}>
                <Nick>{player.nickname}</Nick>
              </span>
              {may && (
                <ActionIcon
                  size={36}
                  aria-label={words.removePlayer(player.nickname)}
                  onClick={() => setAsking(player)}
                >
                  <X size={16} aria-hidden="true" />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <Sure
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={words.removePlayerTitle(asking?.nickname ?? "")}
        help={words.removePlayerHelp}
        deed={words.removePlayer(asking?.nickname ?? "")}
        pending={removing.isPending}
        onYes={() => asking !== null && removing.mutate(asking.participant)}
      />
    </Section>
  );
}

function useRemove(round: string, onDone: () => void) {
  const text = useText().game.round;
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (participant: string) => removePlayer(round, participant),
    onSuccess: () => {
      onDone();
      toasts.told(text.removedPlayer);
    },
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["rounds"]),
  });
}
