import { describe, expect, it } from "vitest";
import {
  type Box,
  between,
  clamped,
  fitted,
  MOST_ZOOM,
  panned,
  placed,
  sharesOf,
  sideFor,
  type View,
  WHOLE,
  zoomedAt,
} from "./geometry";

const STAGE = { width: 1000, height: 600 };
const WIDE = { width: 4000, height: 2000 };
const TALL = { width: 2000, height: 4000 };

describe("a whole picture", () => {
  it("touches two edges of the stage and keeps its shape", () => {
    expect(fitted(WIDE, STAGE)).toEqual({ width: 1000, height: 500 });
    expect(fitted(TALL, STAGE)).toEqual({ width: 300, height: 600 });
  });

  it("is not enlarged beyond three times", () => {
    expect(fitted({ width: 50, height: 40 }, STAGE)).toEqual({ width: 150, height: 120 });
  });

  it("is nothing while there is no stage", () => {
    expect(fitted(WIDE, { width: 0, height: 0 })).toEqual({ width: 0, height: 0 });
  });
});

describe("a box around a face", () => {
  const box: Box = [1000, 500, 2000, 1500];

  it("lies beside the empty edges of the stage", () => {
    const fit = fitted(WIDE, STAGE);
    expect(placed(box, WIDE, WHOLE, fit, STAGE)).toEqual({
      left: 250,
      top: 50 + 125,
      width: 250,
      height: 250,
    });
  });

  it("grows with the zoom and moves with the picture", () => {
    const fit = fitted(WIDE, STAGE);
    const view: View = { zoom: 2, x: 100, y: -30 };
    const near = placed(box, WIDE, view, fit, STAGE);
    expect(near.width).toBe(500);
    expect(near.left).toBe((1000 - 2000) / 2 + 100 + 500);
    expect(near.top).toBe((600 - 1000) / 2 - 30 + 250);
  });

  it("ends at the edge of the picture", () => {
    expect(sharesOf([-100, -50, 4400, 1000], WIDE)).toEqual({
      left: 0,
      top: 0,
      width: 1,
      height: 0.5,
    });
  });

  it("stays on the same part of the photo at every zoom", () => {
    const fit = fitted(TALL, STAGE);
    for (const zoom of [1, 1.7, 4, 8]) {
      const view = clamped({ zoom, x: 40, y: 25 }, fit, STAGE);
      const whole = placed([0, 0, 2000, 4000], TALL, view, fit, STAGE);
      const part = placed([500, 1000, 700, 1300], TALL, view, fit, STAGE);
      expect((part.left - whole.left) / whole.width).toBeCloseTo(0.25);
      expect((part.top - whole.top) / whole.height).toBeCloseTo(0.25);
      expect(part.width / whole.width).toBeCloseTo(0.1);
    }
  });
});

describe("moving a zoomed picture", () => {
  const fit = fitted(WIDE, STAGE);

  it("stops when its edge is at the edge of the stage", () => {
    expect(panned({ zoom: 2, x: 0, y: 0 }, 9_999, 9_999, fit, STAGE)).toEqual({
      zoom: 2,
      x: 500,
      y: 200,
    });
  });

  it("keeps it in the middle along the way that it fits", () => {
    expect(panned({ zoom: 1.1, x: 0, y: 0 }, 0, 80, fit, STAGE).y).toBe(0);
  });

  it("does nothing while all of it is seen", () => {
    expect(panned(WHOLE, 30, -30, fit, STAGE)).toEqual(WHOLE);
  });
});

describe("zooming", () => {
  const fit = fitted(WIDE, STAGE);

  it("leaves what is under the pointer where it is", () => {
    const at = { x: 700, y: 350 };
    const part = (view: View) => {
      const { left, top, width, height } = placed([0, 0, 4000, 2000], WIDE, view, fit, STAGE);
      return { x: (at.x - left) / width, y: (at.y - top) / height };
    };
    const from: View = { zoom: 2, x: 20, y: 10 };
    const after = part(zoomedAt(from, 5, at, fit, STAGE));
    expect(after.x).toBeCloseTo(part(from).x);
    expect(after.y).toBeCloseTo(part(from).y);
  });

  it("goes to eight times and back to the whole, never beyond", () => {
    expect(zoomedAt(WHOLE, 99, { x: 0, y: 0 }, fit, STAGE).zoom).toBe(MOST_ZOOM);
    expect(zoomedAt({ zoom: 3, x: 200, y: 90 }, 0.2, { x: 0, y: 0 }, fit, STAGE)).toEqual(WHOLE);
  });

  it("ends on time at both ends of its way", () => {
    const to: View = { zoom: 4, x: 300, y: -90 };
    expect(between(WHOLE, to, 0)).toEqual(WHOLE);
    expect(between(WHOLE, to, 1)).toBe(to);
    expect(between(WHOLE, to, 0.5).zoom).toBeCloseTo(2);
  });
});

describe("the picture that is asked for", () => {
  it("is the smallest that is sharp enough", () => {
    expect(sideFor({ width: 500, height: 300 }, WIDE)).toBe(512);
    expect(sideFor({ width: 1100, height: 300 }, WIDE)).toBe(1280);
    expect(sideFor({ width: 1600, height: 900 }, WIDE)).toBe(2560);
    expect(sideFor({ width: 9000, height: 900 }, WIDE)).toBe(2560);
  });

  it("is no larger than the photo has pixels for", () => {
    expect(sideFor({ width: 4000, height: 3000 }, { width: 640, height: 480 })).toBe(1280);
    expect(sideFor({ width: 4000, height: 3000 }, { width: 400, height: 300 })).toBe(512);
  });
});
