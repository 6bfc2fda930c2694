import { type RefObject, useLayoutEffect, useState } from "react";
import type { Size } from "./geometry";

const NOTHING: Size = { width: 0, height: 0 };

/** Returns the size of an element on screen, pixels. */
export function useSize(of: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(NOTHING);
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return size;
}
