import type { TrustReportOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import type { BarRow } from "@/parts/chart/bars";
import { hundred } from "@/parts/chart/dots";
import type { IntervalRow } from "@/parts/chart/intervals";
import type { Texts } from "@/text";

/** Answers from which on the ranges are the narrow ones, as the server has it. */
export const ENOUGH = 30;

/** A row of a chart, and the same in a table; bar null: there is nothing to draw. */
export interface Told<Row> {
  drawn: Row | null;
  row: string[];
}

/** Returns the signs that the estimate rests on. */
export function evidenceRows(text: Texts, format: Formats, report: TrustReportOut): Told<BarRow>[] {
  const words = text.trust;
  return report.evidence.map(({ sign, share, of }) => {
    const label = words.signs[sign];
    const noun = sign === "same_photo" || sign === "copies" ? words.pairs : words.faces;
    if (share === null)
      return { drawn: null, row: [label, words.nothing, "", words.meaning[sign]] };
    // Told is how many are still together; what is of interest is how many are not.
    const told = sign === "looser" ? 1 - share : share;
    const percent = format.percent(told, 1);
    return {
      drawn: { label, value: told, words: percent },
      row: [label, percent, noun(of), words.meaning[sign]],
    };
  });
}

/** Returns why faces are with nobody, the most frequent reason first. */
export function aloneRows(text: Texts, format: Formats, report: TrustReportOut): Told<BarRow>[] {
  return report.alone
    .toSorted((a, b) => b.faces - a.faces)
    .map(({ reason, faces }) => {
      const label = text.trust.reasons[reason];
      const n = format.number(faces);
      return { drawn: { label, value: faces, words: n }, row: [label, n] };
    });
}

/** Returns the kinds of faces that the model knows badly, the most frequent first. */
export function weakRows(text: Texts, format: Formats, report: TrustReportOut): Told<BarRow>[] {
  const words = text.trust;
  return report.weak
    .toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1))
    .map(({ kind, share, precision }) => {
      const label = words.kinds[kind];
      if (share === null) return { drawn: null, row: [label, words.weakUnknown, ""] };
      const part = format.percent(share, 1);
      const percent = words.weakShare(part);
      const right =
        precision === null ? words.weakFew : words.weakRight(format.number(hundred(precision)));
      const said = precision === null ? part : `${part}, ${right}`;
      return { drawn: { label, value: share, words: said }, row: [label, percent, right] };
    });
}

/** Returns both estimates of every model that has seen the photos. */
export function modelRows(
  text: Texts,
  format: Formats,
  report: TrustReportOut,
): Told<IntervalRow>[] {
  const words = text.trust;
  const many = report.models.length > 1;
  return report.models.flatMap((model, index): Told<IntervalRow>[] => {
    const name = index === 0 && many ? `${model.model} (${words.inUse})` : model.model;
    if (model.precision === null || model.recall === null) {
      return [{ drawn: null, row: [name, words.modelTooMany, ""] }];
    }
    const agreement =
      index === 0 || model.agreement === null
        ? ""
        : words.modelAgree(format.number(hundred(model.agreement)));
    return (["precision", "recall"] as const).map((which) => {
      const { value, low, high } = model[which] ?? { value: 0, low: 0, high: 0 };
      const label = many ? `${name}: ${words[which]}` : words[which];
      const [about, least, most] = [value, low, high].map((share) => format.number(hundred(share)));
      const said = words.interval(about ?? "", least ?? "", most ?? "");
      return { drawn: { label, value, low, high, words: said }, row: [label, said, agreement] };
    });
  });
}

/** Returns what a chart shows, in a sentence. */
export function sentence<Row extends { label: string; words: string }>(
  text: Texts,
  told: readonly Told<Row>[],
  whole: (parts: string) => string,
): string {
  const parts = told.flatMap(({ drawn }) =>
    drawn === null ? [] : [text.trust.chart.part(drawn.label, drawn.words)],
  );
  return whole(parts.join("; "));
}

/** Returns only what can be drawn. */
export function drawable<Row>(told: readonly Told<Row>[]): Row[] {
  return told.flatMap(({ drawn }) => (drawn === null ? [] : [drawn]));
}
