import { describe, expect, it } from "vitest";
import { WHOLE } from "./geometry";
import { begun, ended, type Ground, type Held, moved, STILL, wheeled } from "./gesture";

const STAGE = { width: 400, height: 800 };
const FIT = { width: 400, height: 300 };
const GROUND: Ground = { fit: FIT, stage: STAGE, touch: true, before: true, after: true };
const START = { x: 200, y: 400 };
const CALM = { x: 0, y: 0 };

function dragged(dx: number, dy: number, ground: Ground = GROUND, view = WHOLE): Held {
  return moved(begun([START], view), [{ x: START.x + dx, y: START.y + dy }], view, ground);
}

describe("one finger", () => {
  it("that hardly moves is a tap", () => {
    expect(dragged(3, -4).gesture.kind).toBe("undecided");
    expect(ended(dragged(3, -4), CALM, GROUND)).toBe("stay");
  });

  it("turns to the next photo when it goes far to the left, and back to the right", () => {
    expect(ended(dragged(-150, 10), CALM, GROUND)).toBe("next");
    expect(ended(dragged(150, 10), CALM, GROUND)).toBe("previous");
  });

  it("turns with a short flick, but not with one the other way", () => {
    expect(ended(dragged(-40, 0), { x: -1, y: 0 }, GROUND)).toBe("next");
    expect(ended(dragged(-40, 0), { x: 1, y: 0 }, GROUND)).toBe("stay");
  });

  it("lets go where it did not go far", () => {
    expect(ended(dragged(-60, 0), CALM, GROUND)).toBe("stay");
  });

  it("feels the end of the photos", () => {
    const last = { ...GROUND, after: false };
    expect(dragged(-200, 0, last).turn).toBe(-50);
    expect(ended(dragged(-390, 0, last), { x: -2, y: 0 }, last)).toBe("stay");
  });

  it("puts the photo away downwards, never upwards", () => {
    expect(ended(dragged(5, 200), CALM, GROUND)).toBe("close");
    expect(dragged(5, 200).drop).toBe(200);
    expect(dragged(5, -200).drop).toBe(0);
    expect(ended(dragged(5, -200), CALM, GROUND)).toBe("stay");
  });

  it("moves a zoomed photo instead", () => {
    const view = { zoom: 4, x: 0, y: 0 };
    const held = dragged(-150, 20, GROUND, view);
    expect(held.gesture.kind).toBe("pan");
    expect(held.view).toEqual({ zoom: 4, x: -150, y: 20 });
    expect(ended(held, { x: -3, y: 0 }, GROUND)).toBe("stay");
  });
});

describe("a mouse", () => {
  it("turns no pages by dragging", () => {
    const held = dragged(-300, 0, { ...GROUND, touch: false });
    expect(held.turn).toBe(0);
    expect(ended(held, { x: -3, y: 0 }, GROUND)).toBe("stay");
  });
});

describe("two fingers", () => {
  const apart = [
    { x: 150, y: 400 },
    { x: 250, y: 400 },
  ];

  it("zoom by as much as they part", () => {
    const gesture = begun(apart, WHOLE);
    const wider = [
      { x: 100, y: 400 },
      { x: 300, y: 400 },
    ];
    expect(moved(gesture, wider, WHOLE, GROUND).view.zoom).toBe(2);
  });

  it("move the photo with them", () => {
    const view = { zoom: 4, x: 0, y: 0 };
    const gesture = begun(apart, view);
    const aside = apart.map(({ x, y }) => ({ x: x + 60, y: y - 40 }));
    expect(moved(gesture, aside, view, GROUND).view).toEqual({ zoom: 4, x: 60, y: -40 });
  });

  it("that meet do not break anything", () => {
    const met = [START, START];
    const held = moved(begun(met, WHOLE), met, WHOLE, GROUND);
    expect(Number.isFinite(held.view.zoom)).toBe(true);
  });
});

describe("no finger", () => {
  it("does nothing", () => {
    expect(begun([], WHOLE)).toBe(STILL);
    expect(moved(STILL, [START], WHOLE, GROUND).view).toEqual(WHOLE);
  });
});

describe("the wheel", () => {
  it("zooms in upwards and out downwards, back to where it was", () => {
    expect(wheeled(-100, 0, false)).toBeGreaterThan(1);
    expect(wheeled(-100, 0, false) * wheeled(100, 0, false)).toBeCloseTo(1);
  });

  it("counts lines as more than pixels, and a pinch as more than a scroll", () => {
    expect(wheeled(-3, 1, false)).toBeGreaterThan(wheeled(-3, 0, false));
    expect(wheeled(-10, 0, true)).toBeGreaterThan(wheeled(-10, 0, false));
  });

  it("never jumps, however fast it is turned", () => {
    expect(wheeled(-1e9, 2, false)).toBeLessThan(2);
  });
});
