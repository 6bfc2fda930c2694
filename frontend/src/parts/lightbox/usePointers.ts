import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Point, Size } from "./geometry";
import { CLOSE_ZOOM, zoomedAt } from "./geometry";
import { begun, ended, type Ground, type Held, moved, SLOP, STILL, wheeled } from "./gesture";
import type { Camera } from "./useCamera";

const DOUBLE_MS = 320;
const DOUBLE_REACH = 32; // pixels between two taps that are one double tap

interface PointersProps {
  stage: RefObject<HTMLElement | null>;
  camera: Camera;
  fit: Size;
  size: Size;
  before: boolean;
  after: boolean;
  /** -1: to the photo before, 1: to the one after. The picture has been drawn aside already. */
  onTurn: (step: -1 | 1) => void;
  onClose: () => void;
  /** A single tap or click on no control. */
  onTap: (touch: boolean) => void;
}

interface Tap extends Point {
  time: number;
}

/** Returns what makes a stage follow fingers, mouse and wheel. */
export function usePointers(props: PointersProps) {
  const { stage, camera } = props;
  const latest = useRef(props);
  latest.current = props;
  const fingers = useRef(new Map<number, Point>());
  const held = useRef<Held>({ gesture: STILL, view: camera.now().view, turn: 0, drop: 0 });
  const speed = useRef({ x: 0, y: 0, at: { x: 0, y: 0 }, time: 0 });
  const dragged = useRef(false);
  const lastTap = useRef<Tap | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const at = (event: { clientX: number; clientY: number }): Point => {
    const edge = stage.current?.getBoundingClientRect();
    return { x: event.clientX - (edge?.left ?? 0), y: event.clientY - (edge?.top ?? 0) };
  };
  const ground = (touch: boolean): Ground => ({
    fit: props.fit,
    stage: props.size,
    touch,
    before: props.before,
    after: props.after,
  });
  const begin = (): void => {
    const { view, turn, drop } = camera.now();
    held.current = { gesture: begun([...fingers.current.values()], view), view, turn, drop };
  };

  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault(); // neither the page nor the browser zooms
      const { fit, size } = latest.current;
      const { view } = camera.now();
      const zoom = view.zoom * wheeled(event.deltaY, event.deltaMode, event.ctrlKey);
      const edge = element.getBoundingClientRect();
      const point = { x: event.clientX - edge.left, y: event.clientY - edge.top };
      camera.stop();
      camera.show({ view: zoomedAt(view, zoom, point, fit, size) });
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [stage, camera]);

  const tapped = (event: PointerEvent, point: Point): void => {
    const before = lastTap.current;
    const time = event.timeStamp;
    if (
      before !== null &&
      time - before.time < DOUBLE_MS &&
      Math.hypot(before.x - point.x, before.y - point.y) < DOUBLE_REACH
    ) {
      lastTap.current = null;
      clearTimeout(waiting.current);
      camera.zoomTo(camera.now().view.zoom > 1 ? 1 : CLOSE_ZOOM, point);
      return;
    }
    lastTap.current = { ...point, time };
    const touch = event.pointerType !== "mouse";
    // A finger may be about to tap twice, which means something else.
    waiting.current = setTimeout(() => latest.current.onTap(touch), touch ? DOUBLE_MS : 0);
  };

  const settle = (touch: boolean): void => {
    const outcome = ended(held.current, speed.current, ground(touch));
    const width = props.size.width;
    if (outcome === "previous") camera.slide({ turn: width }, () => props.onTurn(-1));
    else if (outcome === "next") camera.slide({ turn: -width }, () => props.onTurn(1));
    else if (outcome === "close") props.onClose();
    else if (camera.now().turn !== 0 || camera.now().drop !== 0) camera.slide({ turn: 0, drop: 0 });
  };

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      // Menus and dialogs are children for React only.
      if (event.button !== 0 || !event.currentTarget.contains(event.target as Node)) return;
      camera.stop();
      if (fingers.current.size === 0) dragged.current = false;
      fingers.current.set(event.pointerId, at(event));
      speed.current = { x: 0, y: 0, at: at(event), time: event.timeStamp };
      begin();
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (!fingers.current.has(event.pointerId)) return;
      const point = at(event);
      fingers.current.set(event.pointerId, point);
      follow(speed.current, point, event.timeStamp);
      const touch = event.pointerType !== "mouse";
      const points = [...fingers.current.values()];
      held.current = moved(held.current.gesture, points, camera.now().view, ground(touch));
      const { gesture, view, turn, drop } = held.current;
      if (gesture.kind === "undecided" || gesture.kind === "none") return;
      if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = true;
      camera.show({ view, turn, drop });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>): void => {
      if (!fingers.current.delete(event.pointerId)) return;
      const touch = event.pointerType !== "mouse";
      if (fingers.current.size > 0) {
        settleBack(camera);
        begin(); // of two fingers one stays: from now on it draws the picture
        return;
      }
      settle(touch);
      const control = (event.target as Element).closest("a, button") !== null;
      if (!(dragged.current || control)) tapped(event, at(event));
      held.current = { ...held.current, gesture: STILL };
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>): void => {
      fingers.current.delete(event.pointerId);
      held.current = { ...held.current, gesture: STILL };
      camera.slide({ turn: 0, drop: 0 });
    },
    /** A drag that ends on a face is no click on it. */
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void }): void => {
      if (!dragged.current) return;
      dragged.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function settleBack(camera: Camera): void {
  const { turn, drop } = camera.now();
  if (turn !== 0 || drop !== 0) camera.show({ turn: 0, drop: 0 });
}

function follow(
  speed: { x: number; y: number; at: Point; time: number },
  point: Point,
  time: number,
): void {
  const passed = time - speed.time;
  if (passed <= 0) return;
  speed.x = (point.x - speed.at.x) / passed;
  speed.y = (point.y - speed.at.y) / passed;
  if (Math.hypot(point.x - speed.at.x, point.y - speed.at.y) > SLOP / 2 || passed > 30) {
    speed.at = point;
    speed.time = time;
  }
}
