import { Link } from "@tanstack/react-router";
import type { ReportOut } from "@/client/types.gen";
import { lookedUp } from "@/parts/job/words";
import { useFormat, useText } from "@/text";
import classes from "./ReportCard.module.css";

const MOST_FIGURES = 3;

/** One report: what was measured, on what, when, and its most telling figures. */
export function ReportCard({ report }: { report: ReportOut }) {
  const text = useText();
  const format = useFormat();
  return (
    <Link
      to="/reports/$report"
      params={{ report: report.report }}
      className={classes.card}
      aria-label={text.reports.open(`${report.title}, ${report.dataset}`)}
    >
      <span className={classes.command}>
        {lookedUp(text.reports.commands, report.command) ?? report.command}
      </span>
      <span className={classes.title}>{report.title}</span>
      <span className={classes.about}>
        {report.dataset} · {format.moment(report.made)}
      </span>
      {report.figures.length > 0 && (
        <dl className={classes.figures}>
          {report.figures.slice(0, MOST_FIGURES).map((figure) => (
            <div key={figure.label} title={figure.help}>
              <dt>{figure.label}</dt>
              <dd>{figure.words}</dd>
            </div>
          ))}
        </dl>
      )}
    </Link>
  );
}
