import { type RefObject, useCallback } from "react";

/**
 * Returns a ref that makes its element the only part of the page that can be used while it is there.
 *
 * Not by a native dialog: toasts with their undo, menus and further dialogs lie over it, and a
 * native one would cover them all.
 *
 * @param also Gets the element as well.
 */
export function useModal(
  also: RefObject<HTMLDivElement | null>,
): (element: HTMLDivElement | null) => (() => void) | undefined {
  return useCallback(
    (element: HTMLDivElement | null) => {
      if (element === null) return;
      also.current = element;
      const page = document.getElementById("root");
      const before = document.activeElement;
      const free = keepFromScrolling();
      if (page !== null) page.inert = true;
      element.focus({ preventScroll: true });
      return () => {
        also.current = null;
        if (page !== null) page.inert = false;
        free();
        if (before instanceof HTMLElement && before.isConnected) {
          before.focus({ preventScroll: true });
        }
      };
    },
    [also],
  );
}

/** Lets the page neither scroll nor move: what its scroll bar took stays free. */
function keepFromScrolling(): () => void {
  const { documentElement: html, body } = document;
  const bar = innerWidth - html.clientWidth;
  const before = [
    html.style.overflow,
    html.style.scrollbarGutter,
    body.style.paddingRight,
  ] as const;
  html.style.overflow = "hidden";
  html.style.scrollbarGutter = "auto";
  body.style.paddingRight = `${bar}px`;
  return () => {
    [html.style.overflow, html.style.scrollbarGutter, body.style.paddingRight] = before;
  };
}
