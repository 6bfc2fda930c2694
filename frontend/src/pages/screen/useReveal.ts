import { useEffect, useState } from "react";
import type { Scene } from "./reveal";

/** Where a reveal is. */
export interface Revealing {
  scene: Scene;
  /** Whether everything is to be seen. */
  done: boolean;
  /** Goes to the end. */
  skip: () => void;
  /** Begins anew. */
  again: () => void;
}

const NOTHING: Scene = { kind: "nobody", milliseconds: null };

/** Goes through scenes; who wants no motion sees the last one at once. */
export function useReveal(scenes: readonly Scene[], still: boolean): Revealing {
  const last = scenes.length - 1;
  const [reached, setReached] = useState(still ? last : 0);
  const at = still ? last : Math.min(reached, last);
  const scene = scenes[at] ?? NOTHING;
  const { milliseconds } = scene;
  const isLast = at >= last;
  useEffect(() => {
    if (milliseconds === null || isLast) return;
    const timer = setTimeout(() => setReached(at + 1), milliseconds);
    return () => clearTimeout(timer);
  }, [at, milliseconds, isLast]);
  return {
    scene,
    done: isLast,
    skip: () => setReached(last),
    again: () => setReached(0),
  };
}
