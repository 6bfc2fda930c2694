import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Ban, CircleCheck, CircleX, type LucideIcon, RotateCcw } from "lucide-react";
import { retryJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { checksOf, resultPlace, resultWords } from "@/parts/job/result";
import { kindWords, whoWords } from "@/parts/job/words";
import { useFormat, useText } from "@/text";
import classes from "./EndedJob.module.css";

const ICONS: Partial<Record<JobOut["state"], LucideIcon>> = {
  done: CircleCheck,
  failed: CircleX,
  cancelled: Ban,
};

/** One job that has ended: what came of it, and what one can do now. */
export function EndedJob({ job }: { job: JobOut }) {
  const text = useText();
  const format = useFormat();
  const Icon = ICONS[job.state] ?? Ban;
  const kind = kindWords(text, job.kind);
  return (
    <li className={classes.row}>
      <Icon size={19} className={classes.icon} data-state={job.state} aria-hidden="true" />
      <div className={classes.words}>
        <h3 className={classes.title}>{kind}</h3>
        <p className={classes.result} data-state={job.state}>
          {outcome(text, job)}
        </p>
        <p className={classes.about}>
          {[
            job.finished && (
              <time key="when" dateTime={job.finished}>
                {format.ago(job.finished)}
              </time>
            ),
            seconds(job) >= 1 && text.jobs.took(format.seconds(Math.round(seconds(job)))),
            whoWords(text, job.who),
            job.attempts > 1 && text.jobs.attempts(job.attempts),
          ]
            .filter(Boolean)
            .map((fact, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places.
              <span key={index}>{fact}</span>
            ))}
        </p>
        <Checks job={job} />
      </div>
      <Next job={job} kind={kind} />
    </li>
  );
}

function outcome(text: ReturnType<typeof useText>, job: JobOut): string {
  if (job.state === "failed") return job.error ?? text.jobs.states.failed;
  return resultWords(text, job) ?? text.jobs.states[job.state];
}

/** Returns how long a job took; 0 where it never began. */
function seconds(job: JobOut): number {
  if (!job.started || !job.finished) return 0;
  return Math.max(0, (Date.parse(job.finished) - Date.parse(job.started)) / 1_000);
}

function Checks({ job }: { job: JobOut }) {
  const text = useText();
  const checks = checksOf(job);
  if (checks.length === 0) return null;
  return (
    <details className={classes.details} open={checks.some((check) => !check.ok)}>
      <summary>{text.jobs.details}</summary>
      <ul className={classes.checks}>
        {checks.map((check) => (
          <li key={check.check} data-ok={check.ok}>
            {check.ok ? (
              <CircleCheck size={15} aria-label={text.jobs.states.done} />
            ) : (
              <CircleX size={15} aria-label={text.jobs.states.failed} />
            )}
            <span className={classes.check}>{check.check}</span>
            <span className={classes.detail}>{check.detail}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Next({ job, kind }: { job: JobOut; kind: string }) {
  const text = useText();
  const mayRetry = useMay("write");
  const retrying = useRetry();
  const place = resultPlace(job);
  if (place !== null) {
    return (
      <Link {...place} className={classes.open} aria-label={text.jobs.openNamed(kind)}>
        {text.jobs.open}
        <ArrowRight size={15} aria-hidden="true" />
      </Link>
    );
  }
  if (job.state === "done" || !mayRetry) return null;
  return (
    <Button
      variant="default"
      leftSection={<RotateCcw size={14} aria-hidden="true" />}
      aria-label={text.jobs.retryNamed(kind)}
      loading={retrying.isPending}
      onClick={() => retrying.mutate(job)}
    >
      {text.jobs.retry}
    </Button>
  );
}

function useRetry() {
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (job: JobOut) => retryJob({ path: { job: job.job } }),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
