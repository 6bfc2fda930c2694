import { useEffect, useEffectEvent } from "react";

const OTHERS = "[role=dialog], [role=menu]"; // Escape closes these

/** Hears Escape wherever the focus is, as long as there is something to leave. */
export function useLeaving(isIn: boolean, onLeave: () => void): void {
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    if (!isIn) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OTHERS) !== null) return;
      leave();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [isIn]);
}
