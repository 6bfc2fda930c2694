import type { MonthOut } from "@/client/types.gen";

/** One bar: the photos of a month or a year. */
export interface Bar {
  /** "2024-05", or "2024" where bars are years. */
  when: string;
  photos: number;
}

/** Photos over time, as they are drawn. */
export interface Chart {
  unit: "month" | "year";
  bars: Bar[];
  /** Photos without a date. */
  undated: number;
  /** Of the highest bar. */
  most: number;
}

const MOST_MONTHS = 48; // more would be too thin to point at

/**
 * Returns photos over time without gaps: months, or years where there would be too many months.
 *
 * @param chosen What is chosen: of a chosen year, or the year of a chosen month, the months.
 */
export function chartOf(months: readonly MonthOut[], chosen: string | null): Chart {
  const dated = new Map<string, number>();
  let undated = 0;
  for (const { month, photos } of months) {
    if (month === null) undated += photos;
    else dated.set(month, photos);
  }
  const known = [...dated.keys()].sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) {
    return { unit: "month", bars: [], undated, most: 0 };
  }
  const all = monthsBetween(first, last);
  if (all.length <= MOST_MONTHS) return chart("month", all, dated, undated);
  if (chosen !== null) {
    const year = chosen.slice(0, 4);
    return chart("month", monthsBetween(`${year}-01`, `${year}-12`), dated, undated);
  }
  const years = new Map<string, number>();
  for (const month of all) {
    const year = month.slice(0, 4);
    years.set(year, (years.get(year) ?? 0) + (dated.get(month) ?? 0));
  }
  return chart("year", [...years.keys()], years, undated);
}

function chart(
  unit: Chart["unit"],
  times: readonly string[],
  counts: ReadonlyMap<string, number>,
  undated: number,
): Chart {
  const bars = times.map((when) => ({ when, photos: counts.get(when) ?? 0 }));
  return { unit, bars, undated, most: Math.max(...bars.map((bar) => bar.photos)) };
}

/** Returns every month from one to another, both in it. */
export function monthsBetween(first: string, last: string): string[] {
  const from = numberOf(first);
  return Array.from({ length: numberOf(last) - from + 1 }, (_, i) => monthOf(from + i));
}

/** Returns the days that a year or month spans: from the first, and before the last. */
export function spanOf(when: string): { since: string; before: string } {
  if (when.length === 4) return { since: `${when}-01-01`, before: `${digits(+when + 1, 4)}-01-01` };
  return { since: `${when}-01`, before: `${monthOf(numberOf(when) + 1)}-01` };
}

/** Returns how many months it is since the beginning of the calendar. */
function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthOf(n: number): string {
  return `${digits(Math.floor(n / 12), 4)}-${digits((n % 12) + 1, 2)}`;
}

function digits(n: number, count: number): string {
  return String(n).padStart(count, "0");
}
