import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, ExternalLink, FileQuestion } from "lucide-react";
import { listReportsOptions } from "@/client/@tanstack/react-query.gen";
import { reportFile } from "@/data/files";
import { EmptyState } from "@/parts/EmptyState";
import { PageHeader } from "@/parts/PageHeader";
import { useFormat, useText } from "@/text";
import classes from "./Report.module.css";

/** One report, opened in place: its page runs in a frame that reaches nothing of ours. */
export function Report() {
  const text = useText();
  const format = useFormat();
  const words = text.reports;
  const { report: wanted } = useParams({ from: "/reports/$report" });
  const asked = useQuery({ ...listReportsOptions(), throwOnError: true });
  const report = asked.data?.find((known) => known.report === wanted);
  const all = (
    <Button
      component={Link}
      to="/reports"
      variant="default"
      leftSection={<ArrowLeft size={16} aria-hidden="true" />}
    >
      {words.all}
    </Button>
  );
  if (asked.data !== undefined && report === undefined) {
    return (
      <EmptyState icon={FileQuestion} title={words.missing} help={words.missingHelp}>
        {all}
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      <PageHeader
        title={report?.title ?? words.title}
        about={report === undefined ? " " : `${report.dataset} · ${format.moment(report.made)}`}
      >
        {all}
        {report !== undefined && (
          <Button
            component="a"
            href={reportFile(report.report, report.page)}
            target="_blank"
            rel="noreferrer"
            leftSection={<ExternalLink size={15} aria-hidden="true" />}
          >
            {words.alone}
          </Button>
        )}
      </PageHeader>
      {report !== undefined && (
        <iframe
          className={classes.frame}
          title={words.frame(report.title)}
          sandbox="allow-scripts"
          src={reportFile(report.report, report.page)}
        />
      )}
    </div>
  );
}
