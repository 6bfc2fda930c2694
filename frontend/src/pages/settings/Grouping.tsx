import { Button, Skeleton, Slider } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listStrictnessesOptions } from "@/client/@tanstack/react-query.gen";
import { changeStrictness } from "@/client/sdk.gen";
import type { StrictnessOut } from "@/client/types.gen";
import { ApiError } from "@/data/api";
import { useEdit } from "@/data/edit";
import { useMay } from "@/data/session";
import { useStartJob } from "@/parts/job/useStartJob";
import { Section } from "@/parts/Section";
import { Troubled } from "@/parts/Troubled";
import { useText } from "@/text";
import classes from "./Grouping.module.css";
import panel from "./Panel.module.css";
import { type Bar, barsOf, movedTo, placeNow } from "./strictness";

/** How alike two faces must be to count as one person. */
export function Grouping() {
  const text = useText();
  const asked = useQuery(listStrictnessesOptions());
  const none =
    asked.data?.length === 0 || (asked.error instanceof ApiError && asked.error.status === 422);
  return (
    <Section title={text.settings.tabs.grouping} about={text.settings.grouping.about}>
      {none ? (
        <Nothing />
      ) : asked.error !== null ? (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Skeleton height={300} radius="lg" />
      ) : (
        <Strictness given={asked.data} />
      )}
    </Section>
  );
}

function Nothing() {
  const words = useText().settings.grouping;
  const may = useMay("write");
  const starting = useStartJob();
  return (
    <div className={panel.none}>
      <p className={classes.empty}>
        {words.none}. {words.noneHelp}
      </p>
      {may && (
        <Button
          variant="light"
          loading={starting.isPending}
          onClick={() => starting.mutate({ kind: "group", arguments: { again: true } })}
        >
          {words.group}
        </Button>
      )}
    </div>
  );
}

function Strictness({ given }: { given: readonly StrictnessOut[] }) {
  const text = useText();
  const words = text.settings.grouping;
  const may = useMay("write");
  const bars = barsOf(given);
  const now = placeNow(bars);
  const [moved, setMoved] = useState<number | null>(null);
  const [rested, setRested] = useState<number | null>(null);
  const place = Math.min(moved ?? now, bars.length - 1);
  const bar = bars[place];
  const counted = useDryRun(rested === place ? bar?.strictness : undefined);
  const changing = useChange(() => setMoved(null));
  if (bar === undefined) return null;
  const people = counted.data?.people ?? bar.people;
  const alone = counted.data?.unassigned ?? bar.unassigned;
  return (
    <div className={panel.card}>
      <Bars bars={bars} place={place} />
      <Slider
        className={classes.slider}
        style={{ "--steps": bars.length }}
        min={0}
        max={bars.length - 1}
        step={1}
        value={place}
        label={null}
        size={6}
        thumbSize={24}
        disabled={!may}
        thumbLabel={words.label}
        thumbProps={{
          "aria-valuetext": `${words.step(bar.strictness)}: ${words.people(bar.people)}`,
        }}
        onChange={setMoved}
        onChangeEnd={setRested}
      />
      <div className={classes.ends} aria-hidden="true">
        <span>{words.looser}</span>
        <span>{words.stricter}</span>
      </div>
      <div className={classes.said} aria-live="polite">
        <p className={classes.step}>
          {words.step(bar.strictness)}
          {place === now && ` (${words.now})`}
        </p>
        <p className={classes.preview}>{words.preview(people, alone)}</p>
        <p className={panel.note}>
          {counted.isFetching
            ? words.counting
            : place !== now && bars[now] && words.was(bars[now].people, bars[now].unassigned)}
        </p>
      </div>
      {may ? (
        <div className={classes.actions}>
          <Button
            disabled={place === now}
            loading={changing.isPending}
            onClick={() => changing.mutate(bar.strictness)}
          >
            {words.apply}
          </Button>
          {place !== now && (
            <Button variant="default" onClick={() => setMoved(null)}>
              {words.back}
            </Button>
          )}
        </div>
      ) : (
        <p className={panel.note}>{words.readOnly}</p>
      )}
    </div>
  );
}

/** People, and faces with nobody, at each strictness, as a drawing: the slider says it in words. */
function Bars({ bars, place }: { bars: readonly Bar[]; place: number }) {
  const words = useText().settings.grouping;
  return (
    <div aria-hidden="true">
      <p className={classes.legend} data-of="people">
        {words.legendPeople}
      </p>
      <div className={classes.bars}>
        {bars.map((bar, index) => (
          <div
            key={bar.strictness}
            className={classes.column}
            data-open={index === place || undefined}
            data-now={bar.now || undefined}
          >
            <span className={classes.count}>{index === place && bar.people}</span>
            <span className={classes.people} style={{ height: percent(bar.height) }} />
            <span className={classes.alone} style={{ height: percent(bar.depth) }} />
            <span className={classes.count}>{index === place && bar.unassigned}</span>
          </div>
        ))}
      </div>
      <p className={classes.legend} data-of="alone">
        {words.legendAlone}
      </p>
    </div>
  );
}

function percent(share: number): string {
  return `${Math.max(1, 100 * share)}%`;
}

/** Asks how many people there would be, what people decided included. */
function useDryRun(to: number | undefined) {
  const may = useMay("write");
  return useQuery({
    queryKey: [{ _id: "listStrictnesses", to }],
    queryFn: async ({ signal }) =>
      (await changeStrictness({ body: { to: to ?? 0, dry_run: true }, signal })).data,
    enabled: may && to !== undefined,
  });
}

function useChange(onDone: () => void) {
  const text = useText();
  return useEdit<number>({
    edit: async (to) => {
      const { data } = await changeStrictness({ body: { to } });
      return data.edit ?? { edits: [] };
    },
    said: () => text.settings.grouping.changed,
    foresee: movedTo,
    onDone,
  });
}
