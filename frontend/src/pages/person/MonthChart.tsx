import { Button } from "@mantine/core";
import { X } from "lucide-react";
import { useMemo } from "react";
import type { MonthOut } from "@/client/types.gen";
import { useFormat, useText } from "@/text";
import classes from "./MonthChart.module.css";
import { type Bar, chartOf } from "./months";

const HEIGHT = 58; // pixels of the highest bar
const LEAST = 3; // so that a single photo is seen

interface MonthChartProps {
  /** Undefined as long as they are on their way. */
  months: readonly MonthOut[] | undefined;
  /** "2024" or "2024-05"; null: all the time. */
  chosen: string | null;
  onChoose: (when: string | null) => void;
}

/** Photos over time, a bar for each month or year; a click shows only those. */
export function MonthChart({ months, chosen, onChoose }: MonthChartProps) {
  const text = useText();
  const format = useFormat();
  const words = text.person.months;
  const chart = useMemo(() => chartOf(months ?? [], chosen), [months, chosen]);
  const inWords = (when: string): string => (when.length === 4 ? when : format.month(when));
  const says = ({ when, photos }: Bar): string => {
    const counted = text.common.photos(photos);
    return chart.unit === "year" ? words.year(when, counted) : words.month(inWords(when), counted);
  };
  if (months === undefined) return <div className={classes.place} />;
  if (chart.bars.length < 2) return null;
  return (
    <section className={classes.chart} aria-label={words.title}>
      <ul className={classes.bars}>
        {chart.bars.map((bar, i) => (
          <li key={bar.when} className={classes.slot}>
            <button
              type="button"
              className={classes.bar}
              aria-label={says(bar)}
              aria-pressed={bar.when === chosen}
              title={says(bar)}
              disabled={bar.photos === 0}
              data-faded={(chosen !== null && !bar.when.startsWith(chosen)) || undefined}
              onClick={() => onChoose(bar.when === chosen ? null : bar.when)}
            >
              <svg
                className={classes.fill}
                width="100%"
                height={heightOf(bar, chart.most)}
                aria-hidden="true"
              >
                <rect width="100%" height="100%" rx="4" fill="currentColor" />
              </svg>
            </button>
            <span className={classes.label} aria-hidden="true">
              {labelOf(bar.when, i)}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.foot}>
        {chosen !== null && (
          <Button
            size="compact-sm"
            variant="light"
            rightSection={<X size={14} aria-hidden="true" />}
            aria-label={`${words.chosen(inWords(chosen))}. ${words.all}`}
            onClick={() => onChoose(null)}
          >
            {words.chosen(inWords(chosen))}
          </Button>
        )}
        {chart.undated > 0 && <span>{words.undated(text.common.photos(chart.undated))}</span>}
      </p>
    </section>
  );

  /** Years stand where they begin; the months of a single year have names of their own. */
  function labelOf(when: string, index: number): string {
    if (when.length === 4) return when;
    if (chart.bars.length <= 12) return format.monthShort(when);
    return index === 0 || when.endsWith("-01") ? when.slice(0, 4) : "";
  }
}

function heightOf(bar: Bar, most: number): number {
  return bar.photos === 0 ? 0 : Math.max(LEAST, Math.round((HEIGHT * bar.photos) / most));
}
