import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { listJobsOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";
import { refreshNetwork } from "@/data/network";
import type { NetworkKind } from "@/data/networkView";
import { isOver } from "@/parts/job/useLiveJob";

const MOST = 50; // jobs back: the newest one of this kind is soon found

/** The newest job that makes a network, and whether that is known at all. */
export interface NetworkJob {
  job: JobOut | undefined;
  isKnown: boolean;
}

/** Returns the newest job that makes a network of a kind; asks for the network when it is done. */
export function useNetworkJob(of: NetworkKind): NetworkJob {
  const queries = useQueryClient();
  const asked = useQuery(listJobsOptions({ query: { limit: MOST } }));
  const job = asked.data?.items.find(
    (one) => one.kind === "network" && (one.arguments["of"] ?? "people") === of,
  );
  const waited = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (job === undefined) return;
    if (!isOver(job)) waited.current = job.job;
    else if (waited.current === job.job) {
      waited.current = undefined;
      refreshNetwork(queries);
    }
  }, [job, queries]);
  return { job, isKnown: asked.data !== undefined };
}
