import type { AverageReportOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/text";

const BLOWN_UP = 0.75; // pixels of photos per pixel of the picture; as the server's report.py has it
const POOR = 0.35; // median quality of the faces; likewise

/** Returns what one should know of an average, in sentences: the server says the same in English. */
export function remarksOf(
  text: Texts,
  format: Formats,
  report: AverageReportOut,
  wanted: number | null | undefined,
): string[] {
  const words = text.averages.remarks;
  const said: string[] = [];
  if (wanted && report.side < wanted) said.push(words.smaller(report.side, wanted));
  if (report.zoom < BLOWN_UP) said.push(words.soft(format.number(oneDigit(1 / report.zoom))));
  if (report.quality < POOR) said.push(words.poor);
  if (report.unreadable > 0) said.push(words.unreadable(report.unreadable));
  return said;
}

/** How anonymous a picture is. */
export type Anonymity = "nobody" | "one" | "two" | "dominated";

/** Returns how anonymous a picture is, as its report says it. */
export function anonymityOf(report: Pick<AverageReportOut, "anonymous" | "voices">): Anonymity {
  if (report.anonymous) return "nobody";
  if (report.voices <= 1) return "one";
  return report.voices === 2 ? "two" : "dominated";
}

/** Returns where the faces differ most and least; null where too little of them is seen. */
export function differingWords(
  text: Texts,
  differs: readonly (readonly [string, number])[],
): string | null {
  const [first, second] = differs;
  const last = differs.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  if (differs.length < 3) return null;
  return text.averages.differ.said(
    part(text, first[0]),
    part(text, second[0]),
    part(text, last[0]),
  );
}

/** Returns the name of a part of the face; the server's own where it is newer than this page. */
export function part(text: Texts, name: string): string {
  const parts: Readonly<Record<string, string>> = text.averages.parts;
  return Object.hasOwn(parts, name) ? (parts[name] ?? name) : name;
}

function oneDigit(n: number): number {
  return Math.round(10 * n) / 10;
}
