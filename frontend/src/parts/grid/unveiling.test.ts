import { describe, expect, it } from "vitest";
import type { PhotoOut } from "@/client/types.gen";
import { Unveiling } from "./unveiling";
import type { Motion } from "./view";

const WIDE = 6; // photos in a row

/** A wall of rows whose photos are loaded, frames and speed as the test says. */
function wall(motion: Motion = "resting") {
  const loaded = new Set<number>();
  const frames: (() => void)[] = [];
  const around = {
    motion,
    loaded,
    drawn: new Map<number, number>(),
    nextFrame: (): void => {
      for (const work of frames.splice(0)) work();
    },
    waits: () => frames.length > 0,
  };
  const unveiling = new Unveiling({
    photosOf: (row) =>
      Array.from({ length: WIDE }, (_, k) =>
        loaded.has(row) ? ({ photo: `${row}:${k}` } as PhotoOut) : undefined,
      ).map((photo) => keep(photo)),
    motion: () => around.motion,
    middle: () => 5,
    nextFrame: (work) => frames.push(work),
  });
  const kept = new Map<string, PhotoOut>();
  function keep(photo: PhotoOut | undefined): PhotoOut | undefined {
    if (photo === undefined) return undefined;
    if (!kept.has(photo.photo)) kept.set(photo.photo, photo);
    return kept.get(photo.photo);
  }
  const count = (row: number): number => unveiling.of(row).filter((one) => one).length;
  const mount = (row: number): (() => void) => {
    unveiling.of(row);
    return unveiling.subscribe(row, () => around.drawn.set(row, count(row)));
  };
  return { ...around, around, unveiling, count, mount };
}

const ROWS = Array.from({ length: 10 }, (_, row) => row);

function opened(motion: Motion) {
  const one = wall("resting");
  one.mount(100);
  one.loaded.add(100);
  one.unveiling.look();
  one.around.motion = motion;
  return one;
}

describe("photos that are unveiled", () => {
  it("show at once when a page opens", () => {
    const { loaded, unveiling, mount, count } = wall();
    for (const row of ROWS) mount(row);
    for (const row of ROWS) loaded.add(row);
    unveiling.look();
    expect(ROWS.map(count)).toEqual(ROWS.map(() => WIDE));
  });

  it("come a few in a frame while the page moves, and all come", () => {
    const { loaded, unveiling, mount, count, nextFrame, waits } = opened("moving");
    for (const row of ROWS) mount(row);
    for (const row of ROWS) loaded.add(row);
    unveiling.look();
    const shown = (): number => ROWS.reduce((sum, row) => sum + count(row), 0);
    let before = shown();
    for (let frame = 0; waits() && frame < 100; frame++) {
      nextFrame();
      expect(shown() - before).toBeLessThanOrEqual(4);
      before = shown();
    }
    expect(before).toBe(ROWS.length * WIDE);
    expect(waits()).toBe(false);
  });

  it("come first in the middle of the screen", () => {
    const { loaded, unveiling, mount, count, nextFrame } = opened("moving");
    for (const row of ROWS) mount(row);
    for (const row of ROWS) loaded.add(row);
    unveiling.look();
    nextFrame();
    nextFrame();
    expect(count(5)).toBe(WIDE);
    expect(count(0)).toBe(0);
  });

  it("do not come while everything flies past, but when it rests", () => {
    const { around, loaded, mount, count, nextFrame } = opened("flying");
    loaded.add(1);
    mount(1);
    nextFrame();
    nextFrame();
    expect(count(1)).toBe(0);
    around.motion = "resting";
    nextFrame();
    expect(count(1)).toBe(WIDE);
  });

  it("stay where their chunk was let go", () => {
    const { loaded, unveiling, count, nextFrame } = opened("resting");
    loaded.delete(100);
    unveiling.look();
    nextFrame();
    expect(count(100)).toBe(WIDE);
  });

  it("are the same list as long as nothing changed", () => {
    const { unveiling } = opened("resting");
    const before = unveiling.of(100);
    unveiling.look();
    expect(unveiling.of(100)).toBe(before);
  });

  it("wait for nobody who left", () => {
    const { loaded, mount, nextFrame, waits } = opened("flying");
    loaded.add(1);
    const leave = mount(1);
    leave();
    nextFrame();
    expect(waits()).toBe(false);
  });
});
