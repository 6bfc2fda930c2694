import type { JobOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import { type Texts, useFormat, useText } from "@/text";
import classes from "./JobProgress.module.css";
import { secondsLeft, spoken } from "./pace";
import { resultWords } from "./result";
import { isOver, useLiveJob } from "./useLiveJob";
import { useNow } from "./useNow";
import { usePace } from "./usePace";
import { amountWords, kindWords, paceWords, share, stageWords } from "./words";

/** How far a job is, in words and as a bar: it goes on by itself as news come in. */
export function JobProgress({ job: given }: { job: JobOut }) {
  const text = useText();
  const format = useFormat();
  const job = useLiveJob(given);
  const now = useNow(job.state === "running");
  const perSecond = usePace(job, now);
  const { progress } = job;
  return (
    <div className={classes.progress}>
      <div className={classes.line}>
        <span className={classes.stage}>{stageWords(text, job)}</span>
        {job.state === "running" && progress && (
          <span className={classes.amount}>{amountWords(text, progress)}</span>
        )}
      </div>
      <Bar job={job} />
      <p className={classes.facts}>
        {isOver(job) ? (
          <Outcome job={job} />
        ) : (
          facts(text, format, job, perSecond, now).map((fact) => <span key={fact}>{fact}</span>)
        )}
      </p>
    </div>
  );
}

function Bar({ job }: { job: JobOut }) {
  const text = useText();
  const done = job.state === "queued" ? 0 : isOver(job) ? 1 : share(job.progress);
  const open = done === null;
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={kindWords(text, job.kind)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={open ? undefined : Math.floor(100 * done)}
      aria-valuetext={stageWords(text, job)}
      data-open={open || undefined}
      data-state={job.state}
      data-cancelling={(job.cancelling && !isOver(job)) || undefined}
    >
      <div className={classes.bar} style={open ? undefined : { transform: `scaleX(${done})` }} />
    </div>
  );
}

function Outcome({ job }: { job: JobOut }) {
  const text = useText();
  if (job.state === "failed") return <span className={classes.bad}>{job.error}</span>;
  return <span>{resultWords(text, job) ?? ""}</span>;
}

function facts(
  text: Texts,
  format: Formats,
  job: JobOut,
  perSecond: number | null,
  now: number,
): string[] {
  const { progress, started } = job;
  if (job.state !== "running") return [];
  const said: string[] = [];
  if (progress?.faces) said.push(text.jobs.foundFaces(progress.faces));
  if (progress?.failed) said.push(text.jobs.unusable(progress.failed));
  if (progress && perSecond !== null) {
    const { n, per } = spoken(perSecond);
    said.push(paceWords(text, progress.stage, format.number(Number(n.toPrecision(2))), per));
    const left = secondsLeft(progress, perSecond);
    if (left !== null) said.push(text.jobs.left(format.seconds(Math.max(1, Math.round(left)))));
  }
  // The server's clock may go before the browser's.
  const elapsed = started ? Math.max(0, (now - Date.parse(started)) / 1_000) : 0;
  if (elapsed >= 1) said.push(text.jobs.sinceStart(format.seconds(Math.floor(elapsed))));
  return said;
}
