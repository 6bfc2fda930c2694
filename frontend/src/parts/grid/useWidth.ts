import { type RefObject, useLayoutEffect, useState } from "react";

/** Returns how wide an element is, whole pixels; 0 before it is there. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    setWidth(Math.floor(measured.getBoundingClientRect().width));
    const watching = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    watching.observe(measured);
    return () => watching.disconnect();
  }, [element]);
  return width;
}
