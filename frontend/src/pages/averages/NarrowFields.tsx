import { RangeSlider, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { listMonthsOptions } from "@/client/@tanstack/react-query.gen";
import { useFormat, useText } from "@/text";
import { Choices } from "./Choices";
import classes from "./NewAverage.module.css";
import { OLDEST, type Size, type Wish } from "./wish";

const SIZES = ["auto", "256", "512", "1024"] as const;

interface NarrowFieldsProps {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
}

/** What few people need: ages, years, the size of the picture. */
export function NarrowFields({ wish, onChange }: NarrowFieldsProps) {
  const words = useText().averages.form;
  return (
    <details className={classes.narrow}>
      <summary>{words.narrow}</summary>
      <div className={classes.inside}>
        <Ages wish={wish} onChange={onChange} />
        <Years wish={wish} onChange={onChange} />
        <Choices
          legend={words.size}
          choices={SIZES.map((value) => ({
            value,
            label: value === "auto" ? words.autoSize : words.pixels(Number(value)),
          }))}
          value={wish.size === null ? "auto" : (String(wish.size) as (typeof SIZES)[number])}
          onChange={(size) => onChange({ size: size === "auto" ? null : (Number(size) as Size) })}
        />
      </div>
    </details>
  );
}

function Ages({ wish, onChange }: NarrowFieldsProps) {
  const format = useFormat();
  const words = useText().averages.form;
  const id = useId();
  const [low, high] = wish.ages ?? [0, OLDEST];
  return (
    <div className={classes.field}>
      <span id={id} className={classes.legend}>
        {words.ages}
      </span>
      <p className={classes.help}>
        {wish.ages === null
          ? words.anyAge
          : words.someAges(format.number(low), format.number(high))}
      </p>
      <RangeSlider
        className={classes.slider ?? ""}
        min={0}
        max={OLDEST}
        minRange={0}
        value={[low, high]}
        label={null}
        thumbSize={24}
        thumbFromLabel={words.youngest}
        thumbToLabel={words.oldest}
        onChange={([from, to]) =>
          onChange({ ages: from === 0 && to === OLDEST ? null : [from, to] })
        }
      />
    </div>
  );
}

function Years({ wish, onChange }: NarrowFieldsProps) {
  const words = useText().averages.form;
  const asked = useQuery(listMonthsOptions());
  const years = [
    ...new Set(asked.data?.flatMap(({ month }) => (month === null ? [] : month.slice(0, 4))) ?? []),
  ].sort();
  const number = (year: string | null): number | null => (year === null ? null : Number(year));
  const later = years.filter((year) => wish.from === null || Number(year) >= wish.from);
  return (
    <div className={classes.pair}>
      <Select
        label={words.from}
        placeholder={words.anyYear}
        data={years}
        clearable
        value={wish.from === null ? null : String(wish.from)}
        onChange={(year) => {
          const from = number(year);
          const { until } = wish;
          onChange({ from, until: from !== null && until !== null && until < from ? from : until });
        }}
      />
      <Select
        label={words.until}
        placeholder={words.anyYear}
        data={later}
        clearable
        value={wish.until === null ? null : String(wish.until)}
        onChange={(year) => onChange({ until: number(year) })}
      />
    </div>
  );
}
