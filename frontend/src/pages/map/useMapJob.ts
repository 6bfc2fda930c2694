import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { getMapQueryKey, listJobsOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";
import { isOver } from "@/parts/job/useLiveJob";

const MOST = 50; // jobs back: the newest one of this kind is soon found

/** Returns the newest job that draws the map, if there is one; asks for the map when it is done. */
export function useMapJob(): JobOut | undefined {
  const queries = useQueryClient();
  const asked = useQuery(listJobsOptions({ query: { limit: MOST } }));
  const job = asked.data?.items.find(({ kind }) => kind === "map");
  const waited = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (job === undefined) return;
    if (!isOver(job)) waited.current = job.job;
    else if (waited.current === job.job) {
      waited.current = undefined;
      void queries.invalidateQueries({ queryKey: getMapQueryKey() });
    }
  }, [job, queries]);
  return job;
}
