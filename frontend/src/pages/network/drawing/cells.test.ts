import { expect, test } from "vitest";
import { Cells } from "./cells";

test("each key gets a cell of its own as long as there are some", () => {
  const cells = new Cells(2);

  expect(cells.take(7)).toEqual({ cell: 0, gone: null });
  expect(cells.take(9)).toEqual({ cell: 1, gone: null });
  expect(cells.take(7)).toEqual({ cell: 0, gone: null });
  expect([cells.of(7), cells.of(9), cells.of(8)]).toEqual([0, 1, -1]);
});

test("the one that was wanted longest ago makes room", () => {
  const cells = new Cells(2);
  cells.take(1);
  cells.take(2);
  cells.touch(1);

  expect(cells.take(3)).toEqual({ cell: 1, gone: 2 });
  expect([cells.of(1), cells.of(2), cells.of(3)]).toEqual([0, -1, 1]);
});
