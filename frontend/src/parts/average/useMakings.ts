import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { listJobsOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";
import { operationOf } from "@/data/queries";
import { isBusy, makingsOf } from "./makings";

const MOST = 50; // jobs back: enough for everything that can be waiting here
const MADE: ReadonlySet<string | null> = new Set([
  "listAverages",
  "getAverage",
  "listAveragePictures",
]);

// As long as the page is open, wherever one goes in between.
const DISMISSED = new Set<string>();

/** Averages and pictures that are on their way, or that did not become anything. */
export interface Makings {
  jobs: readonly JobOut[];
  /** Takes one that has failed out of sight. */
  dismiss: (job: string) => void;
}

/** Returns what is being made, also what somebody asked for before this page was loaded. */
export function useMakings(): Makings {
  const asked = useQuery(listJobsOptions({ query: { limit: MOST } }));
  const [, setTurn] = useState(0);
  const settling = useSettling(asked.data?.items);
  return {
    jobs: makingsOf(asked.data?.items ?? [], DISMISSED, settling, Date.now()),
    dismiss: (job) => {
      DISMISSED.add(job);
      setTurn((turn) => turn + 1);
    },
  };
}

/** Asks for the pictures when a job ends; until they are here, the job stays in their place. */
function useSettling(jobs: readonly JobOut[] | undefined): ReadonlySet<string> {
  const queries = useQueryClient();
  const [settling, setSettling] = useState<ReadonlySet<string>>(new Set());
  const busy = useRef(new Set<string>());
  useEffect(() => {
    if (jobs === undefined) return;
    const ended = jobs.filter((job) => busy.current.has(job.job) && !isBusy(job));
    busy.current = new Set(jobs.filter(isBusy).map((job) => job.job));
    const done = ended.filter((job) => job.state === "done").map((job) => job.job);
    if (done.length === 0) return;
    setSettling((before) => new Set([...before, ...done]));
    const asking = queries.invalidateQueries({
      predicate: (query) => MADE.has(operationOf(query)),
    });
    void asking.then(() => setSettling((before) => without(before, done)));
  }, [jobs, queries]);
  return settling;
}

function without(set: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...set].filter((one) => !gone.includes(one)));
}
