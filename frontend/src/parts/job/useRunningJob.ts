import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { listJobsOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";

/** Jobs that run or wait, as the frame of every page asks for them: one question for all. */
export const BUSY = { query: { state: ["running", "queued"], limit: 20 } } as const;

/** Returns the jobs that run or wait now, oldest first; undefined until that is known. */
export function useBusyJobs(): JobOut[] | undefined {
  const asked = useQuery(
    listJobsOptions({ query: { state: [...BUSY.query.state], limit: BUSY.query.limit } }),
  );
  return asked.data?.items.toReversed();
}

/**
 * Returns the job of a kind that runs or waits, if there is one.
 *
 * @param onOver Is called when it has come to its end.
 */
export function useRunningJob(kind: string, onOver?: () => void): JobOut | undefined {
  const found = useBusyJobs()?.find((job) => job.kind === kind);
  const before = useRef<string | undefined>(undefined);
  const over = useEffectEvent(() => onOver?.());
  const now = found?.job;
  useEffect(() => {
    if (before.current !== undefined && before.current !== now) over();
    before.current = now;
  }, [now]);
  return found;
}

const LOOKED_AT = 100; // jobs that ended last, among which one of the kind is looked for

/** Returns the job of a kind that ended last, whichever way, if that is not long ago. */
export function useNewestJob(kind: string): JobOut | undefined {
  const asked = useQuery(
    listJobsOptions({ query: { state: ["done", "failed", "cancelled"], limit: LOOKED_AT } }),
  );
  return asked.data?.items.find((job) => job.kind === kind);
}
