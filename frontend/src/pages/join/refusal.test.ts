// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { ApiError, UnreachableError } from "@/data/api";
import { refusalOf } from "./refusal";

test.each([
  ["no-face", 422, "no-face"],
  ["several-faces", 422, "several-faces"],
  ["bad-nickname", 422, "bad-nickname"],
  ["closed", 409, "closed"],
  ["too-large", 413, "large"],
  ["too-many-requests", 429, "busy"],
  ["busy", 503, "busy"],
  ["never-heard-of", 422, "other"],
])("a problem %s (%i) is said as %s", (kind, status, refusal) => {
  expect(refusalOf(new ApiError({ type: `urn:likeness:problem:${kind}` }, status))).toBe(refusal);
});

test("a server that is away is asked again by who waits", () => {
  expect(refusalOf(new UnreachableError("away"))).toBe("busy");
  expect(refusalOf(new TypeError("no"))).toBe("other");
});
