import "@mantine/dates/styles.css";
import "dayjs/locale/ko";
import { SegmentedControl } from "@mantine/core";
import { DatePicker, DatesProvider, MonthPicker } from "@mantine/dates";
import { useState } from "react";
import { dayAfter, type Span, spanOfDays, spanOfMonths } from "@/lib/spans";
import { useLanguage, useText } from "@/text";
import classes from "./Calendar.module.css";

interface CalendarProps {
  span: Span;
  /** The last month that has photos: shown first. */
  latest: string | null;
  onPick: (span: Span) => void;
}

type Ends = [string | null, string | null];

/** Picks from when to when: whole months, or days. */
export function Calendar({ span, latest, onPick }: CalendarProps) {
  const text = useText();
  const language = useLanguage();
  const [by, setBy] = useState<"months" | "days">("months");
  const [begun, setBegun] = useState<string | null>(null);
  const shown: Ends = begun === null ? endsOf(span) : [begun, null];
  const picked = ([from, to]: Ends): void => {
    setBegun(from !== null && to === null ? from : null);
    if (from === null) onPick({});
    else if (to !== null) {
      onPick(by === "days" ? spanOfDays(from, to) : spanOfMonths(from.slice(0, 7), to.slice(0, 7)));
    }
  };
  const common = {
    type: "range",
    value: shown,
    onChange: picked,
    allowSingleDateInRange: true,
    size: "sm",
    ariaLabels: {
      nextMonth: text.photos.filter.next,
      previousMonth: text.photos.filter.previous,
      nextYear: text.photos.filter.next,
      previousYear: text.photos.filter.previous,
      nextDecade: text.photos.filter.next,
      previousDecade: text.photos.filter.previous,
    },
    defaultDate: shown[0] ?? (latest === null ? undefined : `${latest}-01`),
  } as const;
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: language === "ko" ? 0 : 1 }}>
      <SegmentedControl
        value={by}
        onChange={(value) => {
          setBy(value === "days" ? "days" : "months");
          setBegun(null);
        }}
        data={[
          { value: "months", label: text.photos.filter.months },
          { value: "days", label: text.photos.filter.days },
        ]}
        fullWidth
        radius="xl"
      />
      <div className={classes.calendar}>
        {by === "months" ? <MonthPicker {...common} /> : <DatePicker {...common} />}
      </div>
      <p className={classes.help} role="status">
        {begun === null ? text.photos.filter.pickFirst : text.photos.filter.pickLast}
      </p>
    </DatesProvider>
  );
}

function endsOf({ since, before }: Span): Ends {
  return [since ?? null, before === undefined ? null : dayAfter(before, -1)];
}
