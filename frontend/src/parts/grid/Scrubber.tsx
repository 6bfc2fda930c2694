import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type Layout, sectionAt } from "@/lib/layout";
import { marksOf, reach, scrubbed } from "@/lib/layoutScrub";
import { useText } from "@/text";
import classes from "./Scrubber.module.css";
import { useMonthName } from "./useMonthName";

interface ScrubberProps {
  /** The wall that the layout is of. */
  root: RefObject<HTMLElement | null>;
  layout: Layout;
}

const RESTS_MS = 1_200; // on a phone it leaves when nothing moves any more

/** Leads through the months by dragging: as long as the whole page is high. */
export function Scrubber({ root, layout }: ScrubberProps) {
  const text = useText();
  const nameOf = useMonthName();
  const rail = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const [length, setLength] = useState(0);
  const [dragging, setDragging] = useState(false);

  const name = (index: number): string => nameOf(layout.sections[index]?.month ?? null);

  useLayoutEffect(() => {
    const measured = rail.current;
    if (measured === null) return;
    const watching = new ResizeObserver(() => setLength(measured.clientHeight));
    watching.observe(measured);
    setLength(measured.clientHeight);
    return () => watching.disconnect();
  }, []);

  // Written into the page by hand: it changes with every frame, and nothing else does.
  const above = (): number => {
    const [wall, own] = [root.current, rail.current];
    if (wall === null || own === null) return 0;
    return own.getBoundingClientRect().top - wall.getBoundingClientRect().top;
  };
  const follow = useRef((_above: number) => {});
  follow.current = (above) => {
    const moved = handle.current;
    if (moved === null) return;
    const share = Math.min(1, Math.max(0, above / reach(layout, length)));
    const section = Math.max(0, sectionAt(layout, above + layout.frame.heading));
    moved.style.transform = `translateY(${share * length}px)`;
    if (moved.getAttribute("aria-valuenow") === String(section)) return;
    moved.setAttribute("aria-valuenow", String(section));
    moved.setAttribute("aria-valuetext", name(section));
    if (label.current !== null) label.current.textContent = name(section);
  };

  useLayoutEffect(() => follow.current(above()));

  useEffect(() => {
    let frame = 0;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      const shown = rail.current;
      const wall = root.current;
      if (shown === null || wall === null) return;
      const top = shown.getBoundingClientRect().top - wall.getBoundingClientRect().top;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        follow.current(top);
        if (shown.dataset.moving === undefined) shown.dataset.moving = "";
      });
      clearTimeout(resting);
      resting = setTimeout(() => delete shown.dataset.moving, RESTS_MS);
    };
    // First of all who hear it, and written after all of them: nothing has to be measured twice.
    const first = { passive: true, capture: true };
    window.addEventListener("scroll", scrolled, first);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(resting);
      window.removeEventListener("scroll", scrolled, first);
    };
  }, [root]);

  const shareAt = (clientY: number): number => {
    const top = rail.current?.getBoundingClientRect().top ?? 0;
    return Math.min(1, Math.max(0, (clientY - top) / Math.max(1, length)));
  };
  const goTo = (y: number): void => {
    const [wall, own] = [root.current, rail.current];
    if (wall === null || own === null) return;
    const top = Number.parseFloat(getComputedStyle(own).top) || 0; // where it sticks
    window.scrollTo({
      top: window.scrollY + wall.getBoundingClientRect().top + y - top,
      behavior: "instant",
    });
  };
  const dragged = (event: PointerEvent): void =>
    goTo(shareAt(event.clientY) * reach(layout, length));

  const hinted = (event: PointerEvent): void => {
    const shown = hint.current;
    if (shown === null) return;
    const share = shareAt(event.clientY);
    shown.textContent = name(Math.max(0, sectionAt(layout, share * reach(layout, length))));
    shown.style.transform = `translateY(${share * length}px)`;
  };
  const pressed = (event: KeyboardEvent): void => {
    const now = Number(handle.current?.getAttribute("aria-valuenow") ?? 0);
    const next = scrubbed(layout, now, event.key);
    if (next === null) return;
    event.preventDefault();
    goTo(layout.sections[next]?.top ?? 0);
  };

  return (
    <div className={classes.track}>
      <div
        ref={rail}
        className={classes.rail}
        data-dragging={dragging || undefined}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          handle.current?.focus({ preventScroll: true });
          setDragging(true);
          dragged(event);
        }}
        onPointerMove={(event) => {
          hinted(event);
          if (dragging) dragged(event);
        }}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
      >
        {marksOf(layout, length, length).map(({ year, at }) => (
          <span
            key={year}
            className={classes.year}
            style={{ transform: `translateY(${at}px)` }}
            aria-hidden="true"
          >
            {year}
          </span>
        ))}
        <span ref={hint} className={classes.hint} aria-hidden="true" />
        <div
          ref={handle}
          className={classes.handle}
          role="slider"
          tabIndex={0}
          aria-label={text.photos.scrubber}
          aria-orientation="vertical"
          aria-valuemin={0}
          aria-valuemax={layout.sections.length - 1}
          aria-valuenow={0}
          aria-valuetext={name(0)}
          onKeyDown={pressed}
        >
          <span ref={label} className={classes.label} aria-hidden="true">
            {name(0)}
          </span>
        </div>
      </div>
    </div>
  );
}
