import { afterEach, expect, test } from "vitest";
import { remember, remembered } from "./remembered";

const before = { ...remembered };

afterEach(() => {
  Object.assign(remembered, before);
});

test("what is pressed before the lightbox is there opens it so", () => {
  remember("detections");
  expect(remembered.panel).toBe("detections");
  remember("information");
  expect(remembered.panel).toBe("information");
  remember("faces");
  expect(remembered.faces).toBe(false);
});

test("pressed twice, it is as before", () => {
  remember("information");
  remember("information");
  expect(remembered).toEqual(before);
});

test("what needs a photo does nothing yet", () => {
  remember("next");
  remember("nearer");
  expect(remembered).toEqual(before);
});
