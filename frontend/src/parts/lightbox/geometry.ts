/** A place on the stage, pixels from its left upper corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a picture is looked at. */
export interface View {
  /** 1: the whole picture fits on the stage. */
  readonly zoom: number;
  /** Where the middle of the picture is, pixels right of the middle of the stage. */
  readonly x: number;
  /** And below it. */
  readonly y: number;
}

/** Where something is on the stage, pixels. */
export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/** Left, top, right, bottom in pixels of the upright photo. */
export type Box = readonly [number, number, number, number];

/** The whole picture, in the middle. */
export const WHOLE: View = { zoom: 1, x: 0, y: 0 };

export const MOST_ZOOM = 8;
/** What a double click or tap zooms to. */
export const CLOSE_ZOOM = 2.5;
/** A little picture is shown this much larger than it is, at most: more is only blur. */
const MOST_ENLARGED = 3;
/** A picture may be this much smaller than it is seen before anybody sees it. */
const SHARP_ENOUGH = 0.9;
const SIDES = [512, 1280, 2560] as const;

/** Returns the size of a photo on the stage when all of it is seen; 0 by 0 without a stage. */
export function fitted(photo: Size, stage: Size): Size {
  if (photo.width <= 0 || photo.height <= 0) return { width: 0, height: 0 };
  const scale = Math.max(
    0,
    Math.min(stage.width / photo.width, stage.height / photo.height, MOST_ENLARGED),
  );
  return { width: photo.width * scale, height: photo.height * scale };
}

/** Returns the view nearest to one that is asked for: no edge comes away from the stage's. */
export function clamped(view: View, fit: Size, stage: Size): View {
  const zoom = Math.min(Math.max(view.zoom, 1), MOST_ZOOM);
  const reachX = Math.max(0, (fit.width * zoom - stage.width) / 2);
  const reachY = Math.max(0, (fit.height * zoom - stage.height) / 2);
  return { zoom, x: within(view.x, reachX), y: within(view.y, reachY) };
}

/** Returns the view after zooming so that what is at a point of the stage stays there. */
export function zoomedAt(view: View, zoom: number, at: Point, fit: Size, stage: Size): View {
  const next = Math.min(Math.max(zoom, 1), MOST_ZOOM);
  const grown = next / view.zoom;
  const x = at.x - stage.width / 2;
  const y = at.y - stage.height / 2;
  return clamped(
    { zoom: next, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown },
    fit,
    stage,
  );
}

/** Returns the view after moving the picture. */
export function panned(view: View, dx: number, dy: number, fit: Size, stage: Size): View {
  return clamped({ zoom: view.zoom, x: view.x + dx, y: view.y + dy }, fit, stage);
}

/** Returns the view on the way from one to another; `share` is 0 at the first, 1 at the second. */
export function between(from: View, to: View, share: number): View {
  if (share >= 1) return to;
  const zoom = from.zoom * (to.zoom / from.zoom) ** share; // seen, zoom grows by factors
  const way = to.zoom === from.zoom ? share : (zoom - from.zoom) / (to.zoom - from.zoom);
  return { zoom, x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way };
}

/** Returns where a box of the photo lies on the stage. */
export function placed(box: Box, photo: Size, view: View, fit: Size, stage: Size): Rectangle {
  const width = fit.width * view.zoom;
  const height = fit.height * view.zoom;
  const left = (stage.width - width) / 2 + view.x;
  const top = (stage.height - height) / 2 + view.y;
  const shares = sharesOf(box, photo);
  return {
    left: left + shares.left * width,
    top: top + shares.top * height,
    width: shares.width * width,
    height: shares.height * height,
  };
}

/** Returns a box as shares of the photo, [0, 1]; what reaches beyond its edges is cut off. */
export function sharesOf(box: Box, photo: Size): Rectangle {
  const left = share(box[0], photo.width);
  const top = share(box[1], photo.height);
  return {
    left,
    top,
    width: Math.max(0, share(box[2], photo.width) - left),
    height: Math.max(0, share(box[3], photo.height) - top),
  };
}

/**
 * Returns the smallest picture that is sharp enough.
 *
 * @param seen Size on the stage, with the zoom, in pixels of the device.
 * @param photo Pixels of the photo: a picture is never larger than that.
 */
export function sideFor(seen: Size, photo: Size): (typeof SIDES)[number] {
  const needed = Math.min(Math.max(seen.width, seen.height), Math.max(photo.width, photo.height));
  return SIDES.find((side) => side >= needed * SHARP_ENOUGH) ?? SIDES[SIDES.length - 1] ?? 2560;
}

function within(value: number, reach: number): number {
  return Math.min(Math.max(value, -reach), reach) + 0; // never -0
}

function share(pixels: number, all: number): number {
  return all > 0 ? Math.min(Math.max(pixels / all, 0), 1) : 0;
}
