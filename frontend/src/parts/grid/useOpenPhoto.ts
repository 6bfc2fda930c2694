import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useRef } from "react";

/** The photo that is open, as the address of the page says it. */
export interface OpenPhoto {
  photo: string | undefined;
  /** Opens a photo; the browser's way back closes it. */
  open: (photo: string) => void;
  /** Shows another one in its place. */
  move: (photo: string) => void;
  close: () => void;
  /** The address of this page with a photo open. */
  addressOf: (photo: string) => string;
}

/** Opens and closes photos on any page whose address takes `?photo=`. */
export function useOpenPhoto(): OpenPhoto {
  const router = useRouter();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const opened = useRef(false); // by this page, so that there is a way back
  const photo = typeof search.photo === "string" ? search.photo : undefined;

  const go = useCallback(
    (wanted: string | undefined, replace: boolean) =>
      navigate({
        to: ".",
        search: ((before: Record<string, unknown>) => {
          const { photo: _, ...rest } = before;
          return wanted === undefined ? rest : { ...rest, photo: wanted };
        }) as never,
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  return {
    photo,
    open: useCallback(
      (wanted) => {
        opened.current = true;
        void go(wanted, false);
      },
      [go],
    ),
    move: useCallback((wanted) => void go(wanted, true), [go]),
    close: useCallback(() => {
      if (opened.current) router.history.back();
      else void go(undefined, true);
      opened.current = false;
    }, [go, router]),
    addressOf: useCallback(
      (wanted) => {
        const query = new URLSearchParams(router.state.location.searchStr);
        query.set("photo", wanted);
        return `${window.location.pathname}?${query}`;
      },
      [router],
    ),
  };
}
