import type { ReactNode } from "react";
import { useCallback, useId, useMemo } from "react";
import type { TrustReportOut } from "@/client/types.gen";
import { BAR_ROW, barsOption } from "@/parts/chart/bars";
import { ChartFigure } from "@/parts/chart/ChartFigure";
import type { Colours } from "@/parts/chart/colours";
import { INTERVAL_ROW, intervalsOption } from "@/parts/chart/intervals";
import { useFormat, useText } from "@/text";
import classes from "./Charts.module.css";
import { aloneRows, drawable, evidenceRows, modelRows, sentence, weakRows } from "./rows";

interface ChartsProps {
  report: TrustReportOut;
}

/** The signs that the estimate rests on. */
export function Evidence({ report }: ChartsProps) {
  const text = useText();
  const format = useFormat();
  const words = text.trust;
  const told = useMemo(() => evidenceRows(text, format, report), [text, format, report]);
  const rows = useMemo(() => drawable(told), [told]);
  const option = useCallback((colours: Colours) => barsOption(rows, 1, colours), [rows]);
  return (
    <Card title={words.evidence} about={words.evidenceHelp}>
      <ChartFigure
        option={option}
        height={rows.length * BAR_ROW}
        label={sentence(text, told, words.chart.evidence)}
        table={{
          caption: words.evidence,
          head: [words.sign, words.share, words.of, ""],
          rows: told.map(({ row }) => row),
        }}
      />
    </Card>
  );
}

/** Why faces are with nobody. */
export function Alone({ report }: ChartsProps) {
  const text = useText();
  const format = useFormat();
  const words = text.trust;
  const told = useMemo(() => aloneRows(text, format, report), [text, format, report]);
  const rows = useMemo(() => drawable(told), [told]);
  const most = Math.max(report.unassigned, ...rows.map((row) => row.value));
  const option = useCallback((colours: Colours) => barsOption(rows, most, colours), [rows, most]);
  return (
    <Card title={words.alone} about={rows.length > 0 ? words.aloneHelp : words.aloneNone}>
      {rows.length > 0 && (
        <ChartFigure
          option={option}
          height={rows.length * BAR_ROW}
          label={sentence(text, told, words.chart.alone)}
          table={{
            caption: words.alone,
            head: [words.reason, words.count],
            rows: told.map(({ row }) => row),
          }}
        />
      )}
    </Card>
  );
}

/** Kinds of faces that the model knows badly. */
export function Weak({ report }: ChartsProps) {
  const text = useText();
  const format = useFormat();
  const words = text.trust;
  const told = useMemo(() => weakRows(text, format, report), [text, format, report]);
  const rows = useMemo(() => drawable(told), [told]);
  const option = useCallback((colours: Colours) => barsOption(rows, 1, colours), [rows]);
  return (
    <Card title={words.weak} about={words.weakHelp}>
      <ChartFigure
        option={option}
        height={rows.length * BAR_ROW}
        label={sentence(text, told, words.chart.weak)}
        table={{
          caption: words.weak,
          head: [words.kind, words.share, words.right],
          rows: told.map(({ row }) => row),
        }}
      />
    </Card>
  );
}

/** What each model that has seen the photos makes of them. */
export function Models({ report }: ChartsProps) {
  const text = useText();
  const format = useFormat();
  const words = text.trust;
  const told = useMemo(() => modelRows(text, format, report), [text, format, report]);
  const rows = useMemo(() => drawable(told), [told]);
  const option = useCallback((colours: Colours) => intervalsOption(rows, colours), [rows]);
  return (
    <Card title={words.models} about={report.models.length > 1 ? words.modelsHelp : words.modelOne}>
      <ChartFigure
        option={option}
        height={rows.length * INTERVAL_ROW}
        label={sentence(text, told, words.chart.models)}
        table={{
          caption: words.models,
          head: [words.model, words.right, words.agreement],
          rows: told.map(({ row }) => row),
        }}
      />
    </Card>
  );
}

interface CardProps {
  title: string;
  about: ReactNode;
  children: ReactNode;
}

function Card({ title, about, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        <p className={classes.about}>{about}</p>
      </div>
      {children}
    </section>
  );
}
