/** Days: from `since` on, and before `before`, as "2024-05-17". */
export interface Span {
  since?: string;
  before?: string;
}

/** What a span is called by: whole years, whole months, or days; ends are within it. */
export type Named =
  | { of: "years" | "months" | "days"; from: string; to: string }
  | { of: "days"; from: string; to: null }
  | { of: "days"; from: null; to: string };

/** Returns the day after, or that many days after. */
export function dayAfter(day: string, days = 1): string {
  const time = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** Returns the first day of the month after "2024-05", or that many months after. */
export function monthAfter(month: string, months = 1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 10);
}

export function spanOfYear(year: number): Required<Span> {
  return { since: `${year}-01-01`, before: `${year + 1}-01-01` };
}

/** Returns the span of whole months, "2024-05" to "2024-07". */
export function spanOfMonths(from: string, to: string): Required<Span> {
  return { since: `${from}-01`, before: monthAfter(to) };
}

/** Returns the span of days, both within it. */
export function spanOfDays(from: string, to: string): Required<Span> {
  return { since: from, before: dayAfter(to) };
}

/** Returns how to call a span; null: it has neither end. */
export function named({ since, before }: Span): Named | null {
  if (since === undefined) {
    return before === undefined ? null : { of: "days", from: null, to: dayAfter(before, -1) };
  }
  if (before === undefined) return { of: "days", from: since, to: null };
  const last = dayAfter(before, -1);
  if (since.endsWith("-01-01") && before.endsWith("-01-01")) {
    return { of: "years", from: since.slice(0, 4), to: last.slice(0, 4) };
  }
  if (since.endsWith("-01") && before.endsWith("-01")) {
    return { of: "months", from: since.slice(0, 7), to: last.slice(0, 7) };
  }
  return { of: "days", from: since, to: last };
}
