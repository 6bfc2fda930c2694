import { Button, Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { getTrustReportOptions, getTrustReportQueryKey } from "@/client/@tanstack/react-query.gen";
import type { TrustOut } from "@/client/types.gen";
import { ApiError } from "@/data/api";
import { useMay } from "@/data/session";
import { EmptyState } from "@/parts/EmptyState";
import { JobProgress } from "@/parts/job/JobProgress";
import { useRunningJob } from "@/parts/job/useRunningJob";
import { useStartJob } from "@/parts/job/useStartJob";
import { NoFaces } from "@/parts/NoFaces";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { useIsFaceless } from "@/parts/useIsFaceless";
import { useFormat, useText } from "@/text";
import { Alone, Evidence, Models, Weak } from "./Charts";
import { Doubtful } from "./Doubtful";
import { Estimates } from "./Estimates";
import { Lonely } from "./Lonely";
import classes from "./Trust.module.css";

/** How good the groups are, though nobody knows the truth, and where they are weak. */
export function Trust() {
  const text = useText();
  const queries = useQueryClient();
  const faceless = useIsFaceless();
  const mayStart = useMay("write") && !faceless;
  const asked = useQuery({
    ...getTrustReportOptions(),
    throwOnError: (error) => !isNone(error),
  });
  const running = useRunningJob("trust", () => {
    void queries.invalidateQueries({ queryKey: getTrustReportQueryKey() });
  });
  const starting = useStartJob();
  const start = (label: string) =>
    mayStart && (
      <Button
        loading={starting.isPending}
        disabled={running !== undefined}
        onClick={() => starting.mutate({ kind: "trust" })}
      >
        {label}
      </Button>
    );
  const progress = running !== undefined && (
    <div className={classes.progress}>
      <JobProgress key={running.job} job={running} />
    </div>
  );
  if (isNone(asked.error) && faceless) {
    return (
      <>
        <PageHeader title={text.trust.title} />
        <NoFaces icon={ShieldCheck} />
      </>
    );
  }
  if (isNone(asked.error)) {
    return (
      <EmptyState icon={ShieldCheck} title={text.trust.emptyTitle} help={text.trust.emptyHelp}>
        {progress || start(text.trust.first) || <p>{text.trust.noRight}</p>}
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={text.trust.title} about={<When of={asked.data} />}>
        {start(text.trust.again)}
      </PageHeader>
      <PageBody>
        {progress}
        {asked.data === undefined ? <Waiting /> : <Report trust={asked.data} />}
      </PageBody>
    </>
  );
}

function isNone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function When({ of: trust }: { of: TrustOut | undefined }) {
  const text = useText();
  const format = useFormat();
  if (!trust?.finished) return " ";
  return text.trust.about(format.ago(trust.finished));
}

function Waiting() {
  return (
    <div className={classes.pair}>
      <Skeleton height={230} radius="lg" />
      <Skeleton height={230} radius="lg" />
      <Skeleton height={320} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </div>
  );
}

function Report({ trust: { report } }: { trust: TrustOut }) {
  return (
    <>
      <Estimates report={report} />
      <div className={classes.pair}>
        <Evidence report={report} />
        <Alone report={report} />
        <Weak report={report} />
        <Models report={report} />
      </div>
      <Doubtful />
      <Lonely />
    </>
  );
}
