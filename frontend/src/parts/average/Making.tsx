import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, TriangleAlert, X } from "lucide-react";
import { cancelJob, retryJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { JobProgress } from "@/parts/job/JobProgress";
import { kindWords } from "@/parts/job/words";
import { useText } from "@/text";
import classes from "./Making.module.css";
import { isBusy } from "./makings";

interface MakingProps {
  job: JobOut;
  /** Of what is being made. */
  title: string;
  onDismiss: () => void;
  /** Without a heading: what is around it says what it is. */
  bare?: boolean;
}

/** Stands where a picture will be: how far it is, or why there will be none. */
export function Making({ job, title, onDismiss, bare = false }: MakingProps) {
  const text = useText();
  const words = text.averages.making;
  const may = useMay("write");
  const changing = useChange();
  const failed = job.state === "failed";
  return (
    <div className={classes.making} data-failed={failed || undefined}>
      {!bare && (
        <div>
          <p className={classes.title}>{title}</p>
          <p className={classes.kind}>{kindWords(text, job.kind)}</p>
        </div>
      )}
      {failed ? (
        <div role="alert" className={classes.failed}>
          <p className={classes.what}>
            <TriangleAlert size={17} aria-hidden="true" />
            {words.failed}
          </p>
          <p className={classes.why}>{job.error}</p>
        </div>
      ) : (
        <JobProgress job={job} />
      )}
      <div className={classes.actions}>
        {may && isBusy(job) && !job.cancelling && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={words.stopNamed(title)}
            loading={changing.isPending}
            onClick={() => changing.mutate({ job, how: "cancel" })}
          >
            {words.stop}
          </Button>
        )}
        {failed && may && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<RotateCcw size={14} aria-hidden="true" />}
            loading={changing.isPending}
            onClick={() => changing.mutate({ job, how: "retry" })}
          >
            {text.common.retry}
          </Button>
        )}
        {failed && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<X size={14} aria-hidden="true" />}
            onClick={onDismiss}
          >
            {words.dismiss}
          </Button>
        )}
      </div>
    </div>
  );
}

function useChange() {
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ job, how }: { job: JobOut; how: "cancel" | "retry" }) =>
      how === "cancel"
        ? cancelJob({ path: { job: job.job } })
        : retryJob({ path: { job: job.job } }),
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
}
