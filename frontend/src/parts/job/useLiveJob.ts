import { useQuery } from "@tanstack/react-query";
import { getJobOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";

const ASK_MS = 5_000; // news come faster; this is for when they do not come

/** Returns whether a job has come to its end, whichever. */
export function isOver(job: JobOut): boolean {
  return job.state !== "running" && job.state !== "queued";
}

/** Returns a job as it stands now: the newest of what was given and what was heard since. */
export function useLiveJob(given: JobOut): JobOut {
  const asked = useQuery({
    ...getJobOptions({ path: { job: given.job } }),
    enabled: !isOver(given),
    placeholderData: given,
    refetchInterval: (query) =>
      query.state.data !== undefined && isOver(query.state.data) ? false : ASK_MS,
  });
  const heard = asked.data ?? given;
  return heard.changed > given.changed ? heard : given;
}
