import {
  Autocomplete,
  Button,
  Modal,
  MultiSelect,
  Radio,
  SegmentedControl,
  Select,
  TextInput,
} from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import { openRound, seriesOptions } from "@/data/game";
import { refresh } from "@/data/queries";
import { here } from "@/lib/here";
import { Refused } from "@/parts/Refused";
import { faultOf } from "@/parts/useErrorWords";
import { useFormat, useText } from "@/text";
import classes from "./NewRound.module.css";
import { useRuleWords } from "./useRuleWords";
import { closingOf, EMPTY, ENDS, missingIn, orderOf, REPEATS, ruleOf, type Wish } from "./wish";

const LONGEST_TITLE = 100; // characters, as the server has it
const MOST_GROUPS = 8;

interface FieldsProps {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
  /** What has to be said still; null as long as nobody tried to go on. */
  missing: ReturnType<typeof missingIn>;
}

/** Asks what a new round is about; a name is enough. */
export function NewRound({ onClose }: { onClose: () => void }) {
  const text = useText();
  const words = text.game.form;
  const narrow = useMediaQuery("(max-width: 767px)");
  const [wish, setWish] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const opening = useOpen();
  const missing = missingIn(wish, new Date());
  const change = (next: Partial<Wish>): void => setWish((before) => ({ ...before, ...next }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const now = new Date();
    if (missingIn(wish, now) === null) opening.mutate(orderOf(wish, now));
  };
  const fields: FieldsProps = { wish, onChange: change, missing: tried ? missing : null };
  return (
    <Modal
      opened
      onClose={onClose}
      size={580}
      fullScreen={narrow ?? false}
      title={words.title}
      closeButtonProps={{ "aria-label": text.common.close }}
      classNames={{ title: classes.title ?? "" }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={words.name}
          placeholder={words.namePlaceholder}
          autoComplete="off"
          maxLength={LONGEST_TITLE}
          value={wish.title}
          error={
            (fields.missing === "title" ? words.nameMissing : undefined) ??
            faultOf(opening.error, "title")
          }
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Who {...fields} />
        <Whose {...fields} />
        <When {...fields} />
        <Season {...fields} />
        <Refused error={opening.error} />
        <div className={classes.foot}>
          <p className={classes.note}>{words.optedOut}</p>
          <Button type="submit" size="md" loading={opening.isPending}>
            {words.make}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useOpen() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: openRound,
    onSuccess: ({ round }) => navigate({ to: "/rounds/$round", params: { round } }),
    onSettled: () => refresh(queries, ["rounds"]),
  });
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot shrink below its content.
    <div className={classes.group} role="group" aria-labelledby={id}>
      <span id={id} className={classes.legend}>
        {legend}
      </span>
      {children}
    </div>
  );
}

function Who({ wish, onChange }: FieldsProps) {
  const words = useText().game.form;
  return (
    <Radio.Group
      label={words.who}
      value={wish.who}
      onChange={(who) => onChange({ who: who as Wish["who"] })}
      classNames={{ label: classes.legend ?? "" }}
    >
      <div className={classes.radios}>
        <Radio value="joining" label={words.joining} description={words.joiningHelp} />
        <Radio value="everyone" label={words.everyone} description={words.everyoneHelp} />
      </div>
    </Radio.Group>
  );
}

function Whose({ wish, onChange, missing }: FieldsProps) {
  const words = useText().game.form;
  const asked = useQuery(listCollectionsOptions());
  const names = asked.data?.map(({ collection }) => collection) ?? [];
  return (
    <>
      {wish.who === "everyone" && names.length > 0 && (
        <Group legend={words.whose}>
          <SegmentedControl
            fullWidth
            aria-label={words.whose}
            data={[
              { value: "all", label: words.everyPhoto },
              { value: "collection", label: words.collection },
            ]}
            value={wish.whose}
            onChange={(whose) => onChange({ whose: whose as Wish["whose"] })}
          />
          {wish.whose === "collection" && (
            <Select
              label={words.which}
              data={names}
              value={wish.collection}
              searchable
              allowDeselect={false}
              error={missing === "collection" ? words.noCollection : null}
              onChange={(collection) => onChange({ collection })}
            />
          )}
        </Group>
      )}
      {names.length > 0 && (
        <MultiSelect
          label={words.groups}
          description={words.groupsHelp}
          data={names}
          value={wish.groups}
          maxValues={MOST_GROUPS}
          searchable
          clearable={false}
          onChange={(groups) => onChange({ groups })}
        />
      )}
    </>
  );
}

function Season({ wish, onChange }: FieldsProps) {
  const words = useText().game.form;
  const asked = useQuery(seriesOptions());
  const titles = new Set(asked.data?.items.map(({ title }) => title));
  if (wish.repeat !== "once") return null; // what repeats is a season of its own
  return (
    <Autocomplete
      label={words.season}
      description={words.seasonHelp}
      data={[...titles]}
      value={wish.season}
      maxLength={LONGEST_TITLE}
      onChange={(season) => onChange({ season })}
    />
  );
}

function When({ wish, onChange, missing }: FieldsProps) {
  const words = useText().game.form;
  const format = useFormat();
  const ruleWords = useRuleWords();
  const rule = ruleOf(wish);
  const said = rule === null ? "" : ruleWords(rule);
  const closing = closingOf(wish, new Date());
  return (
    <>
      <Group legend={words.repeat}>
        <SegmentedControl
          fullWidth
          aria-label={words.repeat}
          data={REPEATS.map((value) => ({ value, label: words.repeats[value] }))}
          value={wish.repeat}
          onChange={(repeat) => onChange({ repeat: repeat as Wish["repeat"] })}
        />
        {wish.repeat === "cron" && (
          <TextInput
            label={words.rule}
            description={words.ruleHelp}
            value={wish.rule}
            maxLength={100}
            spellCheck={false}
            error={said === "" || missing === "rule" ? words.ruleWrong : null}
            onChange={(event) => onChange({ rule: event.currentTarget.value })}
          />
        )}
        {said !== "" && (
          <p className={classes.next} role="status">
            {words.nextAbout(said)}{" "}
            {closing === null
              ? words.never
              : words.next(format.moment(here(closing.toISOString())))}
          </p>
        )}
      </Group>
      {wish.repeat === "once" && (
        <Group legend={words.closes}>
          <SegmentedControl
            fullWidth
            aria-label={words.closes}
            data={ENDS.map((value) => ({ value, label: words.ends[value] }))}
            value={wish.end}
            onChange={(end) => onChange({ end: end as Wish["end"] })}
            className={classes.ends ?? ""}
          />
          {wish.end === "time" && (
            <TextInput
              type="datetime-local"
              label={words.time}
              value={wish.time}
              error={missing === "time" ? words.timeMissing : null}
              onChange={(event) => onChange({ time: event.currentTarget.value })}
            />
          )}
        </Group>
      )}
    </>
  );
}
