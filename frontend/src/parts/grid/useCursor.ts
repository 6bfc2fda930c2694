import {
  type FocusEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type Layout, rowOf } from "@/lib/layout";

/** Where the keyboard is in a wall of photos. */
export interface Cursor {
  /** The place of the photo that has the focus, or had it last. */
  active: number;
  /** Whether it has the focus now: then its row stays in the page, wherever one scrolls. */
  focused: boolean;
  /** Brings a photo into sight; `focus`: and the focus to it, as soon as it is there. */
  show: (index: number, focus: boolean) => void;
  /** To be called when there are more photos in the page: one of them may be to have the focus. */
  settle: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent) => void;
}

const MARGIN = 12; // between a photo that is brought into sight and the edge

/** Follows the focus from photo to photo. */
export function useCursor(root: RefObject<HTMLElement | null>, layout: Layout | null): Cursor {
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const wanted = useRef<number | null>(null);

  const settle = useCallback(() => {
    if (wanted.current === null) return;
    const link = root.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (link === null || link === undefined) return; // not loaded yet
    wanted.current = null;
    link.focus({ preventScroll: true });
  }, [root]);
  useLayoutEffect(settle);

  const show = useCallback(
    (index: number, focus: boolean) => {
      if (root.current === null || layout === null) return;
      setActive(index);
      scrollTo(root.current, layout, index);
      if (!focus) return;
      wanted.current = index;
      setFocused(true);
    },
    [root, layout],
  );
  return {
    active,
    focused,
    show,
    settle,
    onFocus: useCallback((event) => {
      const index = indexOf(event.target);
      if (index === null) return;
      setActive(index);
      setFocused(true);
    }, []),
    onBlur: useCallback((event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
    }, []),
  };
}

/** Returns the place of the photo that an element belongs to. */
export function indexOf(element: Element | EventTarget): number | null {
  if (!(element instanceof Element)) return null;
  const tile = element.closest<HTMLElement>("[data-index]");
  return tile === null ? null : Number(tile.dataset.index);
}

function scrollTo(root: HTMLElement, layout: Layout, index: number): void {
  const row = rowOf(layout, index);
  const top = root.getBoundingClientRect().top + (layout.rowTop[row] ?? 0);
  const bottom = top + (layout.rowHeight[row] ?? 0);
  const style = getComputedStyle(root);
  const first = pixels(style, "--page-head") + layout.frame.heading + MARGIN;
  const last = window.innerHeight - pixels(style, "--page-foot") - MARGIN;
  if (top < first) window.scrollBy({ top: top - first, behavior: "instant" });
  else if (bottom > last) window.scrollBy({ top: bottom - last, behavior: "instant" });
}

function pixels(style: CSSStyleDeclaration, name: string): number {
  return Number.parseFloat(style.getPropertyValue(name)) || 0;
}
