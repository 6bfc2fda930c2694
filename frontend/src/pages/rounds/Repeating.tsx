import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Repeat } from "lucide-react";
import { useState } from "react";
import { removeSeries, type Series } from "@/data/game";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { here } from "@/lib/here";
import { Nick } from "@/parts/game/Nick";
import { Section } from "@/parts/Section";
import { Sure } from "@/parts/Sure";
import { useFormat, useText } from "@/text";
import classes from "./Repeating.module.css";
import { useRuleWords } from "./useRuleWords";

/** Rounds that open by themselves, and what ends that. */
export function Repeating({ seasons, may }: { seasons: readonly Series[]; may: boolean }) {
  const text = useText().game.leaders;
  const toasts = useToasts();
  const queries = useQueryClient();
  const format = useFormat();
  const ruleWords = useRuleWords();
  const [asking, setAsking] = useState<Series | null>(null);
  const stopping = useMutation({
    mutationFn: removeSeries,
    onSuccess: () => {
      setAsking(null);
      toasts.told(text.stopped);
    },
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["rounds"]),
  });
  const repeating = seasons.filter(({ due }) => due !== null);
  if (repeating.length === 0) return null;
  return (
    <Section title={text.repeats}>
      <ul className={classes.list}>
        {repeating.map((season) => (
          <li key={season.series} className={classes.season}>
            <Repeat size={18} aria-hidden="true" />
            <span className={classes.words}>
              <Nick>{season.title}</Nick>
              <span className={classes.when}>
                {[
                  season.cron === null ? "" : ruleWords(season.cron),
                  season.due === null ? "" : text.next(format.moment(here(season.due))),
                ]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </span>
            {may && (
              <Button
                variant="default"
                size="xs"
                aria-label={text.stopNamed(season.title)}
                onClick={() => setAsking(season)}
              >
                {text.stop}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Sure
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={text.stopTitle(asking?.title ?? "")}
        help={text.stopHelp}
        deed={text.stop}
        pending={stopping.isPending}
        onYes={() => asking !== null && stopping.mutate(asking.series)}
      />
    </Section>
  );
}
