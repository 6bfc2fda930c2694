import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CirclePause, FolderSearch } from "lucide-react";
import { retryJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { useToasts } from "@/data/toasts";
import { EmptyState } from "@/parts/EmptyState";
import { useText } from "@/text";
import classes from "./Ended.module.css";

interface EndedProps {
  job: JobOut;
  how: "failed" | "cancelled" | "nothing";
  onAgain: () => void;
  onOther: () => void;
}

const ICONS = { failed: CircleAlert, cancelled: CirclePause, nothing: FolderSearch } as const;

/** Where the way ended before there were people: why, and how it goes on. */
export function Ended({ job, how, onAgain, onOther }: EndedProps) {
  const { welcome: text } = useText();
  const words = {
    failed: [text.failed, text.failedHelp],
    cancelled: [text.cancelled, text.cancelledHelp],
    nothing: [text.none, text.noneHelp],
  } as const;
  const [title, help] = words[how];
  const unusable = Number(job.result?.failed ?? job.progress?.failed ?? 0);
  return (
    <EmptyState icon={ICONS[how]} title={title} help={help}>
      {how === "failed" && job.error !== null && job.error !== undefined && (
        <p className={classes.reason}>{job.error}</p>
      )}
      {unusable > 0 && (
        <p className={classes.unusable}>
          {text.unusable(unusable)} <Link to="/jobs">{text.why}</Link>
        </p>
      )}
      <div className={classes.ways}>
        {how !== "nothing" && <Again job={job} how={how} onAgain={onAgain} />}
        <Button size="md" variant={how === "nothing" ? "filled" : "default"} onClick={onOther}>
          {text.other}
        </Button>
      </div>
    </EmptyState>
  );
}

function Again({ job, how, onAgain }: Pick<EndedProps, "job" | "how" | "onAgain">) {
  const text = useText();
  const toasts = useToasts();
  const again = useMutation({
    mutationFn: async () => (await retryJob({ path: { job: job.job } })).data,
    onSuccess: onAgain,
    onError: toasts.failed,
  });
  return (
    <Button size="md" loading={again.isPending || again.isSuccess} onClick={() => again.mutate()}>
      {how === "failed" ? text.common.retry : text.welcome.goOn}
    </Button>
  );
}
