import type { Language } from "@/text/words";

/** How numbers, dates and sizes are written in one language. */
export interface Formats {
  number: (n: number) => string;
  /** 0.934 as "93 %"; sure things are never rounded up to certainty: at most 99.9 %. */
  percent: (share: number, digits?: number) => string;
  /** "2024-05" as "May 2024". */
  month: (month: string) => string;
  monthShort: (month: string) => string;
  /** An ISO date or time as "17 May 2024". Photos carry the camera's own clock, which is kept. */
  day: (iso: string) => string;
  /** With hours and minutes. */
  moment: (iso: string) => string;
  /** "3 minutes ago". */
  ago: (iso: string, now?: number) => string;
  bytes: (n: number) => string;
  seconds: (n: number) => string;
  list: (names: readonly string[]) => string;
}

const LOCALES: Record<Language, string> = { en: "en-GB", ko: "ko-KR" };
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function formats(language: Language): Formats {
  const locale = LOCALES[language];
  const plain = new Intl.NumberFormat(locale);
  const month = new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  const short = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "UTC",
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return {
    number: (n) => plain.format(n),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, {
        style: "percent",
        maximumFractionDigits: digits,
        roundingMode: "trunc",
      }).format(share),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    monthShort: (text) => short.format(new Date(`${text}-01T00:00:00Z`)),
    day: (iso) => day.format(asWritten(iso)),
    moment: (iso) => moment.format(asWritten(iso)),
    ago: (iso, now = Date.now()) => {
      const seconds = (Date.parse(iso) - now) / 1_000;
      const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
      if (step === undefined) return relative.format(Math.round(seconds), "second");
      return relative.format(Math.round(seconds / step[1]), step[0]);
    },
    bytes: (n) => {
      const power = n < 1 ? 0 : Math.min(Math.floor(Math.log10(n) / 3), UNITS.length - 1);
      return new Intl.NumberFormat(locale, {
        style: "unit",
        unit: UNITS[power] ?? "byte",
        unitDisplay: "short",
        maximumFractionDigits: power > 2 ? 1 : 0,
      }).format(n / 1000 ** power);
    },
    seconds: (n) =>
      new Intl.NumberFormat(locale, {
        style: "unit",
        unit: n < 120 ? "second" : "minute",
        unitDisplay: "short",
        maximumFractionDigits: n < 10 ? 1 : 0,
      }).format(n < 120 ? n : n / 60),
    list: (names) => list.format(names),
  };
}

/** The date and time as written, whatever the zone: "2024-05-17T14:03:22+02:00" is at 14:03. */
function asWritten(iso: string): Date {
  return new Date(`${iso.slice(0, 19)}${iso.length > 10 ? "Z" : "T00:00:00Z"}`);
}
