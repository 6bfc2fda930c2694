/** Returns whether the visitor wants things to move as little as can be. */
export function isCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Moves something from 0 to 1, fast at first; at once for who wants no motion.
 *
 * @returns What stops it where it is.
 */
export function tween(
  milliseconds: number,
  step: (share: number) => void,
  done?: () => void,
): () => void {
  if (isCalm()) {
    step(1);
    done?.();
    return () => {};
  }
  const start = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const time = Math.min(Math.max((now - start) / milliseconds, 0), 1);
    step(1 - (1 - time) ** 3);
    if (time < 1) frame = requestAnimationFrame(next);
    else done?.();
  });
  return () => cancelAnimationFrame(frame);
}
