import { type PointerEvent, useRef } from "react";
import { indexOf } from "./useCursor";

const LONG_MS = 430;
const STILL = 9; // pixels that a finger may wander

interface Touch {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  /** Whether the click that comes now belongs to a touch that was long: it was answered already. */
  wasLong: () => boolean;
}

/** Hears long touches of photos. */
export function useTouch(onLong: (index: number) => void): Touch {
  const touch = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const long = useRef(false);
  const end = (): void => {
    clearTimeout(touch.current?.timer);
    touch.current = null;
  };
  return {
    onPointerDown: (event) => {
      long.current = false;
      const index = indexOf(event.target);
      if (event.pointerType !== "touch" || index === null) return;
      const timer = setTimeout(() => {
        long.current = true;
        navigator.vibrate?.(12);
        onLong(index);
      }, LONG_MS);
      touch.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event) => {
      const began = touch.current;
      if (began === null) return;
      if (Math.hypot(event.clientX - began.x, event.clientY - began.y) > STILL) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    wasLong: () => {
      const was = long.current;
      long.current = false;
      return was;
    },
  };
}
