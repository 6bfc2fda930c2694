import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { getJobQueryKey } from "@/client/@tanstack/react-query.gen";
import { cancelJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { JobProgress } from "@/parts/job/JobProgress";
import { isOver, useLiveJob } from "@/parts/job/useLiveJob";
import { useNow } from "@/parts/job/useNow";
import { kindWords, whoWords } from "@/parts/job/words";
import { Said } from "@/parts/Said";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import classes from "./Now.module.css";

const PATIENCE_MS = 20_000; // a worker looks for work every second: after that there may be none

/** What runs and what waits, each with how far it is. */
export function Now({ jobs }: { jobs: readonly JobOut[] }) {
  const text = useText();
  if (jobs.length === 0) return null;
  return (
    <Section title={text.jobs.now}>
      <ul className={classes.list}>
        {jobs.map((job) => (
          <li key={job.job} className={classes.card}>
            <BusyJob given={job} alone={jobs.every((other) => other.state === "queued")} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function BusyJob({ given, alone }: { given: JobOut; alone: boolean }) {
  const text = useText();
  const format = useFormat();
  const mayStop = useMay("write");
  const job = useLiveJob(given);
  const kind = kindWords(text, job.kind);
  const stopping = useStop();
  const now = useNow(job.state === "queued");
  const forgotten = alone && job.state === "queued" && now - Date.parse(job.created) > PATIENCE_MS;
  return (
    <>
      <div className={classes.head}>
        <div className={classes.words}>
          <h3 className={classes.title}>{kind}</h3>
          <p className={classes.about}>
            {[whoWords(text, job.who), format.ago(job.created)].filter(Boolean).join(", ")}
          </p>
        </div>
        {mayStop && !isOver(job) && (
          <Button
            variant="default"
            leftSection={<Square size={13} aria-hidden="true" />}
            aria-label={text.jobs.cancelNamed(kind)}
            disabled={job.cancelling}
            loading={stopping.isPending}
            onClick={() => stopping.mutate(job)}
          >
            {text.jobs.cancel}
          </Button>
        )}
      </div>
      <JobProgress job={job} />
      {forgotten && (
        <p className={classes.hint}>
          <Said>{text.jobs.nobodyWorks}</Said>
        </p>
      )}
    </>
  );
}

function useStop() {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (job: JobOut) => (await cancelJob({ path: { job: job.job } })).data,
    onSuccess: (job) => {
      queries.setQueryData(getJobQueryKey({ path: { job: job.job } }), job);
      if (!isOver(job)) toasts.told(text.jobs.cancelled);
    },
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
