import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Layout, rowOf, rowsBetween, sectionAt } from "@/lib/layout";
import { type View, Viewpoint } from "./view";

/** What stays where it is when everything else moves. */
interface Anchor {
  month: string | null;
  /** Of the photo, within its month. */
  within: number;
  /** How much of its row is above, as a share of the row's height. */
  share: number;
}

const AHEAD = 0.6; // of the window's height, above and below
const AHEAD_FLYING = 0.1; // nobody turns back in the middle of a flight
const FAST = 5; // pixels in a millisecond: nothing can be looked at
const CALM_MS = 90;

/** Follows the window as it scrolls over a layout that begins at the top of `root`. */
export function useView(root: RefObject<HTMLElement | null>, layout: Layout | null): Viewpoint {
  const [viewpoint] = useState(() => new Viewpoint());
  const anchor = useRef<Anchor | null>(null);
  const seen = useRef(layout);

  const look = useCallback(
    (calm: boolean) => {
      const element = root.current;
      if (element === null || layout === null) return;
      const above = -element.getBoundingClientRect().top;
      anchor.current = above > 0 ? anchorAt(layout, above) : null;
      viewpoint.set(viewAt(layout, above, window.innerHeight, calm ? null : viewpoint.get()));
    },
    [root, layout, viewpoint],
  );

  useLayoutEffect(() => {
    const held = anchor.current;
    if (seen.current !== layout && layout !== null && held !== null)
      keepInPlace(root, layout, held);
    seen.current = layout;
    look(true);
  }, [root, layout, look]);

  useEffect(() => {
    let lastY = window.scrollY;
    let lastTime = performance.now();
    let calming: ReturnType<typeof setTimeout> | undefined;
    const calm = (): void => {
      viewpoint.move(performance.now(), false);
      look(true);
    };
    const scrolled = (): void => {
      const now = performance.now();
      const fast = Math.abs(window.scrollY - lastY) > FAST * Math.max(8, now - lastTime);
      lastY = window.scrollY;
      lastTime = now;
      viewpoint.move(now, fast);
      clearTimeout(calming);
      if (fast) calming = setTimeout(calm, CALM_MS);
      look(!fast);
    };
    const resized = (): void => look(true);
    window.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("resize", resized);
    return () => {
      clearTimeout(calming);
      window.removeEventListener("scroll", scrolled);
      window.removeEventListener("resize", resized);
    };
  }, [look, viewpoint]);

  return viewpoint;
}

/** Returns the view; `flying`: the one before, whose wishes stay while everything flies past. */
function viewAt(layout: Layout, above: number, height: number, flying: View | null): View {
  const ahead = height * (flying === null ? AHEAD : AHEAD_FLYING);
  const [firstRow, endRow] = rowsBetween(layout, above - ahead, above + height + ahead);
  const wantedFirst = flying?.wantedFirst ?? layout.rowFirst[firstRow] ?? 0;
  const wantedEnd = flying?.wantedEnd ?? layout.rowFirst[endRow] ?? 0;
  return { firstRow, endRow, wantedFirst, wantedEnd };
}

function anchorAt(layout: Layout, above: number): Anchor | null {
  const [row] = rowsBetween(layout, above, above);
  const section = layout.sections[sectionAt(layout, above)];
  if (section === undefined) return null;
  return {
    month: section.month,
    within: (layout.rowFirst[row] ?? 0) - section.first,
    share: (above - (layout.rowTop[row] ?? 0)) / (layout.rowHeight[row] ?? 1),
  };
}

function keepInPlace(root: RefObject<HTMLElement | null>, layout: Layout, held: Anchor): void {
  const element = root.current;
  const section = layout.sections.find((one) => one.month === held.month);
  if (element === null || section === undefined) return;
  const row = rowOf(layout, Math.min(section.first + Math.max(0, held.within), section.end - 1));
  const top = (layout.rowTop[row] ?? 0) + held.share * (layout.rowHeight[row] ?? 0);
  window.scrollBy({ top: element.getBoundingClientRect().top + top, behavior: "instant" });
}
