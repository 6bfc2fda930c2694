import { expect, test } from "vitest";
import { nearestTo, towards } from "./nearby";

const CROSS = { size: 5, x: [0, 1, -1, 0, 0], y: [0, 0, 0, 1, -1] };

test("arrow keys go to the nearest node in their direction", () => {
  expect(towards(CROSS, 0, "right")).toBe(1);
  expect(towards(CROSS, 0, "left")).toBe(2);
  expect(towards(CROSS, 0, "up")).toBe(3);
  expect(towards(CROSS, 0, "down")).toBe(4);
});

test("where nobody is in that direction, nothing changes", () => {
  expect(towards(CROSS, 1, "right")).toBe(1);
});

test("without a node to go from, the first one is chosen, if there is one", () => {
  expect(towards(CROSS, -1, "up")).toBe(0);
  expect(towards({ size: 0, x: [], y: [] }, -1, "up")).toBe(-1);
});

test("a node is pointed at within its reach alone, the nearest one first", () => {
  expect(nearestTo(CROSS, { x: 0.9, y: 0 }, () => 0.2)).toBe(1);
  expect(nearestTo(CROSS, { x: 0.5, y: 0 }, () => 0.2)).toBe(-1);
  expect(nearestTo(CROSS, { x: 0.6, y: 0 }, () => 2)).toBe(1);
});
