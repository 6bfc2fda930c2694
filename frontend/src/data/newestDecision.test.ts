import { expect, test } from "vitest";
import type { EditOut } from "@/client/types.gen";
import { isDecisionOf } from "./newestDecision";

const entry = (told: Partial<EditOut>): EditOut => ({
  edit: 1,
  when: "2024-05-01T10:00:00Z",
  who: "me",
  kind: "name",
  what: 'p0123456789abcdef is called "Anna"',
  ...told,
});

test("a decision of one's own that stands can be taken back", () => {
  expect(isDecisionOf("me", entry({}))).toBe(true);
});

test("what somebody else decided, or a run, is left alone", () => {
  expect(isDecisionOf("me", entry({ who: "somebody" }))).toBe(false);
  expect(isDecisionOf("me", entry({ who: "likeness", kind: "group" }))).toBe(false);
});

test("what is taken back already, or cannot be, is passed over", () => {
  expect(isDecisionOf("me", entry({ undone: true }))).toBe(false);
  expect(isDecisionOf("me", entry({ kind: "undo" }))).toBe(false);
  expect(isDecisionOf("me", entry({ kind: "forget" }))).toBe(false);
  expect(isDecisionOf("me", entry({ what: "(about something that is forgotten)" }))).toBe(false);
});
