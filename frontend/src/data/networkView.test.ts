import { expect, test } from "vitest";
import { networkViewOf } from "./networkView";

const ANNA = "p0123456789abcdef";
const BEN = "pfedcba9876543210";

test("an address says what the network is of, who is in focus and to whom a path leads", () => {
  expect(networkViewOf({ of: "faces", node: ANNA, to: BEN })).toEqual({
    of: "faces",
    node: ANNA,
    to: BEN,
  });
});

test("the average is in focus where nobody is", () => {
  expect(networkViewOf({ of: "faces", focus: "average" })).toEqual({
    of: "faces",
    focus: "average",
  });
  expect(networkViewOf({ focus: "average", to: BEN })).toEqual({ focus: "average" });
  expect(networkViewOf({ focus: "average", node: ANNA })).toEqual({ node: ANNA });
  expect(networkViewOf({ focus: "median" })).toEqual({});
});

test("what makes no sense is left out", () => {
  expect(networkViewOf({ of: "cats", node: "<script>", to: BEN })).toEqual({});
  expect(networkViewOf({ of: "people", node: ANNA, to: ANNA })).toEqual({ node: ANNA });
});
