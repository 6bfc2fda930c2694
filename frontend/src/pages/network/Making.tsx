import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { cancelJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { JobProgress } from "@/parts/job/JobProgress";
import { isOver } from "@/parts/job/useLiveJob";
import { kindWords } from "@/parts/job/words";
import { useText } from "@/text";
import classes from "./Network.module.css";

interface MakingProps {
  job: JobOut | undefined;
  /** When the network that is shown was made. */
  made: string | undefined;
}

/** How far the next network is, what stops it, or why there is none. */
export function Making({ job, made }: MakingProps) {
  const text = useText();
  const may = useMay("write");
  const toasts = useToasts();
  const queries = useQueryClient();
  const stopping = useMutation({
    mutationFn: async (id: string) => (await cancelJob({ path: { job: id } })).data,
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["jobs"]),
  });
  if (job === undefined) return null;
  const failed = job.state === "failed" && (made === undefined || (job.finished ?? "") > made);
  if (isOver(job) && !failed) return null;
  return (
    <div className={classes.state} role={failed ? "alert" : undefined}>
      {failed && <p className={classes.failed}>{text.network.failed}</p>}
      <JobProgress job={job} />
      {may && !failed && (
        <Button
          variant="default"
          className={classes.stop ?? ""}
          leftSection={<Square size={13} aria-hidden="true" />}
          aria-label={text.jobs.cancelNamed(kindWords(text, job.kind))}
          disabled={job.cancelling}
          loading={stopping.isPending}
          onClick={() => stopping.mutate(job.job)}
        >
          {text.jobs.cancel}
        </Button>
      )}
    </div>
  );
}
