import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from "react";

const HOLD_MS = 420;
const SLACK = 10; // pixels that a finger may tremble

/** Tells when a finger rests on a portrait, which is found by `data-portrait`. */
export function useHold(onHold: (person: string) => void): {
  onPointerDown: (event: ReactPointerEvent) => void;
  /** Whether the click that comes now only ends a hold. */
  isOver: () => boolean;
} {
  const hold = useRef<{ end: () => void } | null>(null);
  const hasHeld = useRef(false);
  useEffect(() => () => hold.current?.end(), []);

  return {
    isOver: () => hasHeld.current,
    onPointerDown: (event) => {
      hasHeld.current = false;
      hold.current?.end();
      if (event.pointerType !== "touch") return;
      const person = (event.target as Element).closest<HTMLElement>("[data-portrait]")?.dataset[
        "portrait"
      ];
      if (person === undefined) return;
      const { clientX, clientY } = event;
      const ending = new AbortController();
      const { signal } = ending;
      const timer = setTimeout(() => {
        hasHeld.current = true;
        ending.abort();
        onHold(person);
      }, HOLD_MS);
      const end = (): void => {
        clearTimeout(timer);
        ending.abort();
      };
      hold.current = { end };
      window.addEventListener("pointerup", end, { signal });
      window.addEventListener("pointercancel", end, { signal });
      window.addEventListener(
        "pointermove",
        (move) => {
          if (Math.hypot(move.clientX - clientX, move.clientY - clientY) > SLACK) end();
        },
        { signal },
      );
    },
  };
}
