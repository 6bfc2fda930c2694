import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, Trophy } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { type OwnStanding, standingOptions, withdraw } from "@/data/game";
import type { Participation } from "@/data/participation";
import { isMissing } from "@/parts/errorWords";
import { likenessWords } from "@/parts/game/closeness";
import { Nick } from "@/parts/game/Nick";
import { Sure } from "@/parts/Sure";
import { Why } from "@/parts/Why";
import { useText } from "@/text";
import classes from "./Own.module.css";

const AGAIN_MS = 3_000;

interface OwnProps {
  token: string;
  joined: Participation;
  /** They take part no more: what to say of it. */
  onGone: (words: string) => void;
}

/** Who joined here: that they are in, later their place, and always the way out. */
export function Own({ token, joined, onGone }: OwnProps) {
  const text = useText().game.own;
  const [asking, setAsking] = useState(false);
  const asked = useQuery({ ...standingOptions(token, joined), refetchInterval: AGAIN_MS });
  const leaving = useMutation({
    mutationFn: () => withdraw(token, joined),
    onSuccess: () => onGone(text.withdrawn),
    onSettled: () => setAsking(false),
  });
  const gone = useEffectEvent(() => onGone(text.gone));
  const isGone = isMissing(asked.error) || isMissing(leaving.error);
  useEffect(() => {
    if (isGone) gone();
  }, [isGone]);
  return (
    <>
      <div className={classes.card} aria-live="polite">
        {asked.data === undefined ? null : asked.data.state === "open" ? (
          <Waiting own={asked.data} />
        ) : (
          <Place own={asked.data} />
        )}
      </div>
      {leaving.error !== null && !isGone && (
        <div role="alert">
          <Why error={leaving.error} />
        </div>
      )}
      <div className={classes.foot}>
        <p>{text.kept}</p>
        <Button variant="default" onClick={() => setAsking(true)}>
          {text.withdraw}
        </Button>
      </div>
      <Sure
        opened={asking}
        onClose={() => setAsking(false)}
        title={text.withdrawTitle}
        help={text.withdrawHelp}
        deed={text.withdraw}
        pending={leaving.isPending}
        onYes={() => leaving.mutate()}
      />
    </>
  );
}

function Waiting({ own }: { own: OwnStanding }) {
  const text = useText().game.own;
  return (
    <>
      <span className={classes.sign} data-in>
        <Check size={44} strokeWidth={2.4} aria-hidden="true" />
      </span>
      <h2 className={classes.title}>
        <Nick>{text.in(own.nickname)}</Nick>
      </h2>
      <p className={classes.help}>{text.wait}</p>
    </>
  );
}

function Place({ own }: { own: OwnStanding }) {
  const text = useText().game;
  const { place, of, similarity, twin, nickname } = own;
  if (place === null) return <p className={classes.help}>{text.own.unranked}</p>;
  return (
    <>
      {place === 1 && (
        <span className={classes.sign} data-won>
          <Trophy size={42} strokeWidth={1.8} aria-hidden="true" />
        </span>
      )}
      <p className={classes.label}>
        <Nick>{nickname}</Nick>
      </p>
      <h2 className={classes.label}>{text.own.place}</h2>
      <p className={classes.place} data-place={place <= 3 ? place : undefined}>
        {text.placeOf(place, of ?? place)}
      </p>
      {place === 1 && <p className={classes.title}>{text.own.won}</p>}
      {similarity !== null && (
        <p className={classes.help}>{text.own.likeness(likenessWords(similarity))}</p>
      )}
      {twin !== null && (
        <p className={classes.help}>
          <Nick>{text.own.twin(twin)}</Nick>
        </p>
      )}
    </>
  );
}
