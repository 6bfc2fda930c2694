// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { changed, understood } from "./participation";

const ANNA = { participant: "q0", secret: "s0" };

test.each([null, "", "no JSON", "null", "[]", "7", '{"t": null}', '{"t": {"participant": 1}}'])(
  "what is stored as %s is understood as nothing",
  (stored) => {
    expect(understood(stored)).toEqual({});
  },
);

test("what was kept is read as it was", () => {
  expect(understood(JSON.stringify({ token: ANNA, other: "x" }))).toEqual({ token: ANNA });
});

test("a round is remembered and forgotten without touching others", () => {
  const both = changed(changed({}, "one", ANNA), "two", ANNA);
  expect(Object.keys(both)).toEqual(["one", "two"]);
  expect(changed(both, "one", null)).toEqual({ two: ANNA });
});

test("the oldest rounds are forgotten first", () => {
  let kept = {};
  for (let n = 0; n < 60; n++) kept = changed(kept, `t${n}`, ANNA);
  expect(Object.keys(kept)).toHaveLength(50);
  expect(kept).not.toHaveProperty("t9");
  expect(kept).toHaveProperty("t59");
});
