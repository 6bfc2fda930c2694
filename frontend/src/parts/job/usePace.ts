import { useState } from "react";
import type { JobOut } from "@/client/types.gen";
import { type Beginning, isOther, pace } from "./pace";

/** Returns how many units a second a job does in its present stage; null until it can be told. */
export function usePace(job: JobOut, now: number): number | null {
  const [begun, setBegun] = useState<Beginning | null>(null);
  const progress = job.state === "running" ? job.progress : null;
  if (progress === undefined || progress === null) return null;
  if (begun === null || isOther(begun, job.job, progress.stage)) {
    setBegun({ job: job.job, stage: progress.stage, done: progress.done, at: Date.now() });
    return null;
  }
  return pace(begun, progress.done, now);
}
