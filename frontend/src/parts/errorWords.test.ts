// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { ApiError, UnreachableError } from "@/data/api";
import { common as en } from "@/text/en/common";
import { common as ko } from "@/text/ko/common";
import { errorWords, isMissing } from "./errorWords";

const problem = (kind: string, status: number, detail: string) =>
  new ApiError({ type: `urn:likeness:problem:${kind}`, detail }, status);

test("somebody who does not exist is told in the reader's words, without a terminal", () => {
  const error = problem("unknown-person", 404, "No person p0. `likeness people` lists them.");
  expect(errorWords(error, { common: en })).toEqual({ said: en.refused.person, detail: null });
  expect(errorWords(error, { common: ko })).toEqual({ said: ko.refused.person, detail: null });
});

test("what the server knows better stays as a detail", () => {
  const error = problem("edit-refused", 409, "Edit 7 is undone already, by edit 8.");
  const words = { said: ko.refused.contradicts, detail: "Edit 7 is undone already, by edit 8." };
  expect(errorWords(error, { common: ko })).toEqual(words);
});

test("a kind that is new is told by its status", () => {
  expect(errorWords(problem("new", 403, ""), { common: en }).said).toBe(en.refused.right);
  expect(errorWords(problem("new", 500, ""), { common: en }).said).toBe(en.refused.failed);
});

test("an address that names nothing is missing, whatever the server calls it", () => {
  const faults = [{ where: "path.average", what: "String should match pattern" }];
  const error = new ApiError({ faults }, 422);
  expect(isMissing(error)).toBe(true);
  expect(errorWords(error, { common: en })).toEqual({ said: en.refused.missing, detail: null });
  expect(isMissing(new ApiError({ faults: [{ where: "body.name", what: "" }] }, 422))).toBe(false);
});

test("a server that is away is not an error of what was asked", () => {
  expect(errorWords(new UnreachableError(), { common: en }).said).toBe(en.unreachable);
});
