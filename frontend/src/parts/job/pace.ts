import type { JobProgress } from "@/client/types.gen";

/** What was seen of one stage first: how fast it goes is measured from there. */
export interface Beginning {
  job: string;
  stage: string;
  done: number;
  /** Of the browser's clock, milliseconds. */
  at: number;
}

const LEAST_MS = 3_000; // before that a pace is mostly chance
const SLOW = 0.5; // units a second: below it, a minute says more

/** Returns units done a second; null until it can be told. */
export function pace(begun: Beginning, done: number, now: number): number | null {
  const seconds = (now - begun.at) / 1_000;
  const more = done - begun.done;
  return more > 0 && now - begun.at >= LEAST_MS ? more / seconds : null;
}

/** Returns how many seconds are left at this pace; null where nobody can tell. */
export function secondsLeft(progress: JobProgress, perSecond: number | null): number | null {
  if (perSecond === null || progress.total === null) return null;
  const left = progress.total - progress.done;
  return left > 0 ? left / perSecond : null;
}

/** Returns a pace as people say it: so many a second, or a minute where it goes slowly. */
export function spoken(perSecond: number): { n: number; per: "second" | "minute" } {
  return perSecond < SLOW ? { n: perSecond * 60, per: "minute" } : { n: perSecond, per: "second" };
}

/** Returns whether it is another stage than the one that was begun. */
export function isOther(begun: Beginning | null, job: string, stage: string): boolean {
  return begun === null || begun.job !== job || begun.stage !== stage;
}
