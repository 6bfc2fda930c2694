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

test("what makes no sense is left out", () => {
  expect(networkViewOf({ of: "cats", node: "<script>", to: BEN })).toEqual({});
  expect(networkViewOf({ of: "people", node: ANNA, to: ANNA })).toEqual({ node: ANNA });
});
