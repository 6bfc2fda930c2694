import { useQuery } from "@tanstack/react-query";
import { getJobOptions } from "@/client/@tanstack/react-query.gen";
import type { Item } from "@/data/uploads";
import { isOver } from "@/parts/job/useLiveJob";

const ASK_MS = 5_000; // news come faster; this is for when they do not come

/**
 * Returns whether a photo has a page of its own: one that just arrived has none until the job ends
 * that adds it.
 *
 * @param looking Whether some such job runs: counts where it is not known which one it is.
 */
export function useIsAdded(item: Item, looking: boolean): boolean {
  const { job, photo, state } = item;
  const asked = useQuery({
    ...getJobOptions({ path: { job: job ?? "" } }),
    enabled: state === "stored" && job !== null,
    refetchInterval: (query) =>
      query.state.data !== undefined && isOver(query.state.data) ? false : ASK_MS,
  });
  if (photo === null) return false;
  if (state === "duplicate") return true;
  if (state !== "stored") return false;
  return job === null ? !looking : asked.data !== undefined && isOver(asked.data);
}
