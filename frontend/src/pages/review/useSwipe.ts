import { type PointerEvent, useRef, useState } from "react";
import { isSideways, type Swipe, sideOf } from "./swipe";

const NOWHERE: Swipe = { x: 0, y: 0 };

/** Lets a thumb answer: the faces follow it, and letting go far enough to a side is an answer. */
export function useSwipe(onSide: (side: "left" | "right") => void) {
  const [swipe, setSwipe] = useState<Swipe>(NOWHERE);
  const from = useRef<{ x: number; y: number; pointer: number } | null>(null);
  const moved = ({ clientX, clientY }: PointerEvent): Swipe =>
    from.current === null ? NOWHERE : { x: clientX - from.current.x, y: clientY - from.current.y };
  const end = (): void => {
    from.current = null;
    setSwipe(NOWHERE);
  };
  return {
    swipe,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.pointerType === "mouse" || !event.isPrimary) return;
        from.current = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
      },
      onPointerMove: (event: PointerEvent) => {
        if (from.current?.pointer !== event.pointerId) return;
        const now = moved(event);
        if (swipe === NOWHERE && !isSideways(now)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setSwipe(now);
      },
      onPointerUp: (event: PointerEvent) => {
        if (from.current?.pointer !== event.pointerId) return;
        const side = swipe === NOWHERE ? null : sideOf(moved(event));
        end();
        if (side !== null) onSide(side);
      },
      onPointerCancel: end,
    },
  };
}
