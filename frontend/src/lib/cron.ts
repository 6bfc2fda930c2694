/** A rule of five parts, understood: which minutes, hours, days, months and weekdays it takes. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  /** 0 is Sunday. */
  weekdays: readonly number[];
  /** Where both are named, a day fits as soon as one of them does (as cron has it since 1979). */
  either: boolean;
  /** Parts that take everything. */
  every: { minutes: boolean; hours: boolean; days: boolean; months: boolean; weekdays: boolean };
}

/** What a rule comes to, for who puts it into words. */
export type Rhythm =
  | { kind: "minutely"; minutes: number }
  | { kind: "hourly"; minute: number }
  | { kind: "daily"; time: string }
  | { kind: "weekly"; weekdays: readonly number[]; time: string }
  | { kind: "monthly"; days: readonly number[]; time: string }
  | { kind: "other" };

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");
const PART = /^(?:\*|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d+))?$/;
const MOST_DAYS = 366 * 8 + 2; // between two 29ths of February, at the turn of a century

/** Returns a rule understood; null: it is none. */
export function cronOf(text: string): Cron | null {
  const parts = text.trim().toLowerCase().split(/\s+/);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = parts;
  if (parts.length !== 5) return null;
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS, 1);
  const named = valuesOf(weekday, 0, 7, WEEKDAYS, 0);
  if (!minutes || !hours || !days || !months || !named) return null;
  const weekdays = [...new Set(named.map((n) => n % 7))].sort((one, other) => one - other);
  return {
    minutes,
    hours,
    days,
    months,
    weekdays,
    either: !day.startsWith("*") && !weekday.startsWith("*"),
    every: {
      minutes: minutes.length === 60,
      hours: hours.length === 24,
      days: days.length === 31,
      months: months.length === 12,
      weekdays: weekdays.length === 7,
    },
  };
}

function valuesOf(
  text: string,
  low: number,
  high: number,
  names: readonly string[] = [],
  first = 0,
): number[] | null {
  const values = new Set<number>();
  const numberOf = (word: string): number =>
    names.includes(word) ? names.indexOf(word) + first : /^\d+$/.test(word) ? Number(word) : -1;
  for (const part of text.split(",")) {
    const found = PART.exec(part);
    if (found === null) return null;
    const [, from, until, each] = found;
    const step = each === undefined ? 1 : Number(each);
    const begin = from === undefined ? low : numberOf(from);
    const alone = until === undefined && from !== undefined && each === undefined;
    const end = until === undefined ? (alone ? begin : high) : numberOf(until);
    if (step < 1 || begin < low || end > high || begin > end) return null;
    for (let value = begin; value <= end; value += step) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

/** Returns the first minute after `now` that a rule takes, by the clocks here; null: none. */
export function nextOf(cron: Cron, now: Date): Date | null {
  const [year, month, today] = [now.getFullYear(), now.getMonth(), now.getDate()];
  for (let ahead = 0; ahead < MOST_DAYS; ahead++) {
    const day = new Date(year, month, today + ahead);
    if (!fits(cron, day)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const time = new Date(year, month, today + ahead, hour, minute);
        if (time > now) return time;
      }
    }
  }
  return null;
}

function fits(cron: Cron, day: Date): boolean {
  if (!cron.months.includes(day.getMonth() + 1)) return false;
  const byDay = cron.days.includes(day.getDate());
  const byWeekday = cron.weekdays.includes(day.getDay());
  return cron.either ? byDay || byWeekday : byDay && byWeekday;
}

/** Returns what a rule comes to. */
export function rhythmOf(cron: Cron): Rhythm {
  const { every, minutes, hours } = cron;
  const [minute, hour] = [minutes[0] ?? 0, hours[0] ?? 0];
  if (!every.months) return { kind: "other" };
  if (every.hours && every.days && every.weekdays) {
    if (minutes.length === 1) return { kind: "hourly", minute };
    const gap = (minutes[1] ?? 0) - minute;
    const even = 60 % gap === 0 && minutes.every((each, n) => each === n * gap);
    return even && minutes.length === 60 / gap
      ? { kind: "minutely", minutes: gap }
      : { kind: "other" };
  }
  if (minutes.length !== 1 || hours.length !== 1) return { kind: "other" };
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  if (every.days && every.weekdays) return { kind: "daily", time };
  if (every.days) return { kind: "weekly", weekdays: cron.weekdays, time };
  return every.weekdays ? { kind: "monthly", days: cron.days, time } : { kind: "other" };
}
