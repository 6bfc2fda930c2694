import { Skeleton, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { listMonthsOptions } from "@/client/@tanstack/react-query.gen";
import { type PhotoFilter, taken } from "@/data/filters";
import { named, spanOfYear } from "@/lib/spans";
import { useText } from "@/text";
import classes from "./DatesFilter.module.css";

const Calendar = lazy(async () => ({ default: (await import("./Calendar")).Calendar }));

interface DatesFilterProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

/** When the photos were taken: a year, months, days, or not known. */
export function DatesFilter({ filter, onChange }: DatesFilterProps) {
  const text = useText();
  const months = useQuery(listMonthsOptions());
  const years = yearsOf(months.data ?? []);
  const span = named(filter);
  const within = span?.of === "years" && span.from === span.to ? span.from : null;
  return (
    <>
      {years.length > 0 && (
        <fieldset className={classes.years}>
          <legend className={classes.legend}>{text.photos.filter.year}</legend>
          {years.map((year) => (
            <button
              key={year}
              type="button"
              className={classes.year}
              aria-pressed={within === year}
              onClick={() =>
                onChange(taken(filter, within === year ? {} : spanOfYear(Number(year))))
              }
            >
              {year}
            </button>
          ))}
        </fieldset>
      )}
      <Suspense fallback={<Skeleton height={300} radius="md" />}>
        <Calendar
          span={filter}
          latest={months.data?.findLast(({ month }) => month !== null)?.month ?? null}
          onPick={(picked) => onChange(taken(filter, picked))}
        />
      </Suspense>
      <Switch
        label={text.photos.filter.undated}
        checked={filter.undated ?? false}
        onChange={(event) =>
          onChange(taken(filter, event.currentTarget.checked ? { undated: true } : {}))
        }
      />
    </>
  );
}

function yearsOf(months: readonly { month: string | null }[]): string[] {
  const years = months.flatMap(({ month }) => (month === null ? [] : [month.slice(0, 4)]));
  return [...new Set(years)].sort().reverse();
}
