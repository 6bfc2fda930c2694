import { Alert, Button, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChartNoAxesCombined, FlaskConical, Lock } from "lucide-react";
import { listReportsOptions, listReportsQueryKey } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { EmptyState } from "@/parts/EmptyState";
import { JobProgress } from "@/parts/job/JobProgress";
import { useNewestJob, useRunningJob } from "@/parts/job/useRunningJob";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { useText } from "@/text";
import { Measure } from "./Measure";
import { ReportCard } from "./ReportCard";
import classes from "./Reports.module.css";

/** Returns when a job came to its end, milliseconds since 1970. */
function ended(job: JobOut | undefined): number {
  return Date.parse(job?.finished ?? "");
}

/** What evaluations measured, and where one asks for another. */
export function Reports() {
  const text = useText();
  const owner = useMay("admin");
  if (!owner) {
    return (
      <EmptyState icon={Lock} title={text.reports.ownersOnly} help={text.reports.ownersOnlyHelp} />
    );
  }
  return <List />;
}

function List() {
  const text = useText();
  const words = text.reports;
  const queries = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const asked = useQuery({ ...listReportsOptions(), throwOnError: true });
  const running = useRunningJob("evaluate", () => {
    void queries.invalidateQueries({ queryKey: listReportsQueryKey() });
  });
  const newest = useNewestJob("evaluate");
  const reports = asked.data;
  const progress = running !== undefined && (
    <div className={classes.progress}>
      <JobProgress key={running.job} job={running} />
    </div>
  );
  const sinceThen = reports?.some((report) => Date.parse(report.made) > ended(newest));
  const failed = running === undefined && newest?.state === "failed" && !sinceThen && (
    <Alert color="red" title={words.failed} className={classes.failed}>
      {newest.error}
    </Alert>
  );
  const start = (
    <Button leftSection={<FlaskConical size={16} aria-hidden="true" />} onClick={ask.open}>
      {words.start}
    </Button>
  );
  return (
    <>
      {reports?.length === 0 ? (
        <EmptyState icon={ChartNoAxesCombined} title={words.emptyTitle} help={words.emptyHelp}>
          {failed}
          {progress || start}
        </EmptyState>
      ) : (
        <>
          <PageHeader
            title={words.title}
            about={reports === undefined ? " " : words.about(reports.length)}
          >
            {start}
          </PageHeader>
          <PageBody>
            {failed}
            {progress}
            <ul className={classes.reports}>
              {reports === undefined
                ? [1, 2, 3].map((place) => (
                    <li key={place}>
                      <Skeleton height={190} radius="lg" />
                    </li>
                  ))
                : reports.map((report) => (
                    <li key={report.report}>
                      <ReportCard report={report} />
                    </li>
                  ))}
            </ul>
            <p className={classes.note}>{words.note}</p>
          </PageBody>
        </>
      )}
      <Measure opened={asking} onClose={ask.close} />
    </>
  );
}
