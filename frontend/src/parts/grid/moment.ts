const MOMENT_MS = 250; // most pictures are there sooner: then nothing is blurred for them
const LEAST_MS = 8; // that must be left until the next frame: else it has enough to do

const waiting = new Set<() => void>();
let asked = false;

/**
 * Does something when a moment has gone by and nothing else is to be done.
 *
 * All that waits shares one timer: a wall of photos would else set hundreds.
 *
 * @returns What takes it back.
 */
export function inAMoment(work: () => void): () => void {
  waiting.add(work);
  if (!asked) {
    asked = true;
    setTimeout(whenIdle, MOMENT_MS);
  }
  return () => waiting.delete(work);
}

function whenIdle(): void {
  if (waiting.size === 0) asked = false;
  else if (typeof requestIdleCallback === "undefined")
    setTimeout(doWaiting); // Safari has none yet
  else requestIdleCallback(doWaiting);
}

function doWaiting(idle?: IdleDeadline): void {
  for (const work of waiting) {
    if (idle !== undefined && idle.timeRemaining() < LEAST_MS) break;
    waiting.delete(work);
    work();
  }
  whenIdle();
}
