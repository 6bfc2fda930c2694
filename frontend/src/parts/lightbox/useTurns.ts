import { useEffect, useRef, useState } from "react";
import type { Sequence } from "@/parts/sequence";

/** Loaded on both sides of the photo that is looked at. */
const AHEAD = 3;

/** Turning from photo to photo. */
export interface Turns {
  /** Place of the photo that is open; -1: not known. */
  index: number;
  hasPrevious: boolean;
  hasNext: boolean;
  /** The photo that was asked for is still on its way. */
  waiting: boolean;
  /** Goes on by some photos, back if negative. */
  step: (by: number) => void;
  /** Goes to a place. */
  goTo: (place: number) => void;
}

/** Returns how one turns through a sequence, parts of which may have to be loaded first. */
export function useTurns(
  sequence: Sequence,
  photo: string,
  onMove: (photo: string) => void,
): Turns {
  const index = sequence.indexOf(photo);
  const aim = useRef<number | null>(null); // ahead of the address, when keys come faster than it
  const [wanted, setWanted] = useState<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address has caught up.
  useEffect(() => {
    aim.current = null;
    setWanted(null);
  }, [photo]);

  useEffect(() => {
    if (index < 0) return;
    for (let near = index - AHEAD; near <= index + AHEAD; near += 1) {
      if (near >= 0 && near < sequence.length) sequence.want(near);
    }
  }, [sequence, index]);

  const goTo = (place: number): void => {
    if (place < 0 || place >= sequence.length || place === index) return;
    const there = sequence.at(place);
    aim.current = place;
    if (there === undefined) {
      sequence.want(place);
      setWanted(place);
    } else {
      setWanted(null);
      onMove(there.photo);
    }
  };

  useEffect(() => {
    const there = wanted === null ? undefined : sequence.at(wanted);
    if (there === undefined) return;
    setWanted(null);
    onMove(there.photo);
  });

  return {
    index,
    hasPrevious: index > 0,
    hasNext: index >= 0 && index + 1 < sequence.length,
    waiting: wanted !== null,
    goTo,
    step: (by) => {
      if (index < 0) return;
      goTo(Math.min(Math.max((aim.current ?? index) + by, 0), sequence.length - 1));
    },
  };
}
