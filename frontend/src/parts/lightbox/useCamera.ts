import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  between,
  clamped,
  type Point,
  panned,
  type Size,
  type View,
  WHOLE,
  zoomedAt,
} from "./geometry";
import { tween } from "./tween";

const ZOOM_MS = 200;
const TURN_MS = 220;

/** How the picture lies on the stage right now. */
export interface Shown {
  readonly view: View;
  readonly turn: number;
  readonly drop: number;
}

/** Moves the picture on the stage, without React: it happens on every frame. */
export interface Camera {
  now: () => Shown;
  /** Shows it so at once. */
  show: (shown: Partial<Shown>) => void;
  /** Zooms to a view, seen as a movement. */
  glide: (view: View) => void;
  /** Zooms at a point; the middle of the stage by default. */
  zoomTo: (zoom: number, at?: Point) => void;
  /** Moves the picture. */
  pan: (dx: number, dy: number) => void;
  /** Draws aside or down to a place, then calls `done`. */
  slide: (to: { turn?: number; drop?: number }, done?: () => void) => void;
  /** Stops every movement where it is. */
  stop: () => void;
}

/**
 * Returns what moves the picture on a stage, and how far it is zoomed in, for who needs to know.
 *
 * @param stage Gets the place of the picture as custom properties, which its styles use.
 * @param photo Another photo begins as a whole.
 */
export function useCamera(
  stage: RefObject<HTMLElement | null>,
  fit: Size,
  size: Size,
  photo: string,
): [Camera, number] {
  const shown = useRef<Shown>({ view: WHOLE, turn: 0, drop: 0 });
  const halt = useRef<() => void>(() => {});
  const [zoom, setZoom] = useState(1);
  const ground = useRef({ fit, size });
  ground.current = { fit, size };

  const show = useCallback(
    (change: Partial<Shown>): void => {
      shown.current = { ...shown.current, ...change };
      const { view, turn, drop } = shown.current;
      const { style } = stage.current ?? {};
      style?.setProperty("--zoom", String(view.zoom));
      style?.setProperty("--x", String(view.x));
      style?.setProperty("--y", String(view.y));
      style?.setProperty("--turn", String(turn));
      style?.setProperty("--drop", String(drop));
      setZoom(Math.ceil(view.zoom * 4) / 4); // in steps: only the sharpness depends on it
    },
    [stage],
  );

  const camera = useMemo<Camera>(() => {
    const stop = (): void => halt.current();
    const glide = (to: View): void => {
      stop();
      const from = shown.current.view;
      halt.current = tween(ZOOM_MS, (share) => show({ view: between(from, to, share) }));
    };
    return {
      now: () => shown.current,
      show,
      glide,
      stop,
      zoomTo: (to, at) => {
        const { fit: whole, size: on } = ground.current;
        const middle = { x: on.width / 2, y: on.height / 2 };
        glide(zoomedAt(shown.current.view, to, at ?? middle, whole, on));
      },
      pan: (dx, dy) => {
        const { fit: whole, size: on } = ground.current;
        glide(panned(shown.current.view, dx, dy, whole, on));
      },
      slide: (to, done) => {
        stop();
        const { turn, drop } = shown.current;
        halt.current = tween(
          TURN_MS,
          (share) =>
            show({
              turn: turn + ((to.turn ?? turn) - turn) * share,
              drop: drop + ((to.drop ?? drop) - drop) * share,
            }),
          done,
        );
      },
    };
  }, [show]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another photo begins as a whole.
  useLayoutEffect(() => {
    halt.current();
    show({ view: WHOLE, turn: 0, drop: 0 });
  }, [photo, show]);

  useLayoutEffect(() => {
    show({ view: clamped(shown.current.view, fit, size) });
  }, [fit, size, show]);

  useEffect(() => () => halt.current(), []);
  return [camera, zoom];
}
