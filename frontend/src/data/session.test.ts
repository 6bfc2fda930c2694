// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { SessionOut } from "@/client/types.gen";
import { ApiError, UnreachableError } from "./api";
import { allows, sessionOf } from "./session";

const ANNA: SessionOut = { who: "anna", account: "u1", scope: "write", csrf: "c" } as SessionOut;
const NOBODY = new ApiError({ type: "urn:likeness:problem:login-needed" }, 401);
const GONE = new UnreachableError();

test("nobody is known before the server has answered", () => {
  expect(sessionOf({ data: undefined, error: null, failureReason: null }).state).toBe("asking");
});

test("a server that does not answer is away, and whoever was known stays known", () => {
  expect(sessionOf({ data: undefined, error: null, failureReason: GONE }).state).toBe("away");
  expect(sessionOf({ data: ANNA, error: null, failureReason: GONE }).state).toBe("known");
});

test("a session that ended is nobody's, even if somebody was known", () => {
  expect(sessionOf({ data: undefined, error: NOBODY, failureReason: NOBODY }).state).toBe("nobody");
  expect(sessionOf({ data: ANNA, error: NOBODY, failureReason: NOBODY }).state).toBe("nobody");
});

test("who may do more may do less", () => {
  expect(allows("admin", "read")).toBe(true);
  expect(allows("write", "write")).toBe(true);
  expect(allows("read", "write")).toBe(false);
});
