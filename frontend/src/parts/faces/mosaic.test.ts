import { describe, expect, it } from "vitest";
import { placed, slots } from "./mosaic";

const HOLE = { left: 400, top: 300, right: 800, bottom: 500 };

describe("the places of a mosaic", () => {
  it("fill the whole, and never reach out of it", () => {
    const all = slots(1200, 800, 100, 10, null);
    expect(all).toHaveLength(10 * 7);
    for (const { x, y } of all) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + 100).toBeLessThanOrEqual(1200);
      expect(y + 100).toBeLessThanOrEqual(800);
    }
  });

  it("never lie over what stands in the middle", () => {
    const around = slots(1200, 800, 100, 10, HOLE);
    expect(around.length).toBeGreaterThan(30);
    for (const { x, y } of around) {
      const beside = x + 100 <= HOLE.left || x >= HOLE.right;
      expect(beside || y + 100 <= HOLE.top || y >= HOLE.bottom).toBe(true);
    }
  });

  it("are taken from the middle outwards", () => {
    const far = slots(1200, 800, 100, 10, HOLE).map(({ x, y }) => Math.hypot(x - 550, y - 350));
    expect(far).toEqual(far.toSorted((one, other) => one - other));
  });

  it("are none where there is no room", () => {
    expect(slots(60, 800, 100, 10, null)).toEqual([]);
  });
});

describe("faces in a mosaic", () => {
  const names = (all: ReturnType<typeof placed>): (string | null)[] =>
    all.map((one) => one?.face ?? null);

  it("take free places in the order they were found", () => {
    expect(names(placed([], ["c", "b", "a"], 4, 1))).toEqual(["a", "b", "c", null]);
  });

  it("stay where they are when others come", () => {
    const before = placed([], ["b", "a"], 4, 1);
    const after = placed(before, ["d", "c", "b", "a"], 4, 2);
    expect(names(after)).toEqual(["a", "b", "c", "d"]);
    expect(after.map((one) => one?.turn)).toEqual([1, 1, 2, 2]);
  });

  it("make room where the oldest stand", () => {
    const full = placed([], ["c", "b", "a"], 3, 1);
    expect(names(placed(full, ["d", "c", "b", "a"], 3, 2))).toEqual(["d", "b", "c"]);
  });

  it("do not move when nothing is new", () => {
    const before = placed([], ["b", "a"], 3, 1);
    expect(placed(before, ["b", "a"], 3, 2)).toBe(before);
  });

  it("leave when there is less room, and no face stands twice", () => {
    const before = placed([], ["d", "c", "b", "a"], 4, 1);
    const after = names(placed(before, ["d", "c", "b", "a"], 2, 2));
    expect(after).toHaveLength(2);
    expect(new Set(after).size).toBe(2);
  });
});
