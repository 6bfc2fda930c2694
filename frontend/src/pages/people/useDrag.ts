import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";
import { type Drag, dropped, IDLE, moved, type Point, scrollSpeed } from "./drag";

interface Dragging {
  drag: Drag;
  /** Goes on what is shown under the pointer. */
  ghost: React.RefObject<HTMLDivElement | null>;
  onPointerDown: (event: ReactPointerEvent) => void;
  /** Whether the click that comes now only ends a drag. */
  isOver: () => boolean;
}

/**
 * Lets a mouse or pen drag one portrait onto another. A finger scrolls: it selects instead.
 *
 * Portraits are found by `data-portrait`, with the id of the person in it.
 */
export function useDrag(
  enabled: boolean,
  onDrop: (person: string, onto: string) => void,
): Dragging {
  const [drag, setDrag] = useState<Drag>(IDLE);
  const now = useRef<Drag>(IDLE);
  const ghost = useRef<HTMLDivElement>(null);
  const at = useRef<Point>({ x: 0, y: 0 });
  const hasDragged = useRef(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;

  const become = (next: Drag): void => {
    if (next === now.current) return;
    now.current = next;
    if (next.state === "dragging") hasDragged.current = true;
    setDrag(next);
  };

  const isHeld = drag.state !== "idle";
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it uses are references.
  useEffect(() => {
    if (!isHeld) return;
    const ending = new AbortController();
    const { signal } = ending;
    let frame = 0;
    const place = (): void => {
      const { x, y } = at.current;
      if (ghost.current) ghost.current.style.transform = `translate(${x}px, ${y}px)`;
      become(moved(now.current, at.current, personAt(at.current)));
    };
    const scroll = (): void => {
      frame = requestAnimationFrame(scroll);
      if (now.current.state !== "dragging") return;
      const speed = scrollSpeed(at.current.y, innerHeight);
      if (speed !== 0) {
        scrollBy(0, speed);
        place();
      }
    };
    const end = (): void => {
      const pair = dropped(now.current);
      become(IDLE);
      if (pair !== null) drop.current(pair.person, pair.onto);
    };
    window.addEventListener(
      "pointermove",
      (event) => {
        at.current = { x: event.clientX, y: event.clientY };
        place();
      },
      { signal },
    );
    window.addEventListener("pointerup", end, { signal });
    window.addEventListener("pointercancel", () => become(IDLE), { signal });
    window.addEventListener("blur", () => become(IDLE), { signal });
    window.addEventListener("keydown", (event) => event.key === "Escape" && become(IDLE), {
      signal,
    });
    frame = requestAnimationFrame(scroll);
    return () => {
      ending.abort();
      cancelAnimationFrame(frame);
    };
  }, [isHeld]);

  const isDragging = drag.state === "dragging";
  useEffect(() => {
    const { x, y } = at.current;
    if (isDragging && ghost.current) {
      ghost.current.style.transform = `translate(${x}px, ${y}px)`;
    }
  }, [isDragging]);

  return {
    drag,
    ghost,
    onPointerDown: (event) => {
      hasDragged.current = false;
      if (!enabled || event.button !== 0 || event.pointerType === "touch") return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const person = (event.target as Element).closest<HTMLElement>("[data-portrait]")?.dataset[
        "portrait"
      ];
      if (person === undefined) return;
      at.current = { x: event.clientX, y: event.clientY };
      become({ state: "pressed", person, at: at.current });
    },
    isOver: () => hasDragged.current,
  };
}

function personAt({ x, y }: Point): string | null {
  const under = document.elementFromPoint(x, y);
  return under?.closest<HTMLElement>("[data-portrait]")?.dataset["portrait"] ?? null;
}
