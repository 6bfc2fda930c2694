import type { Formats } from "@/lib/format";
import type { Named } from "@/lib/spans";
import type { Texts } from "@/text";

/** Returns what a span of days is called: "2024", "May to July 2024", "since 17 May 2024". */
export function spanWords(span: Named, text: Texts, format: Formats): string {
  if (span.to === null) return text.photos.filter.since(format.day(span.from));
  if (span.from === null) return text.photos.filter.until(format.day(span.to));
  const name = {
    years: text.photos.filter.wholeYear,
    months: format.month,
    days: format.day,
  }[span.of];
  if (span.from === span.to) return name(span.from);
  return text.photos.filter.span(name(span.from), name(span.to));
}
