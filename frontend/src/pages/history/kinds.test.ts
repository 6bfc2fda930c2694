import { describe, expect, it } from "vitest";
import { canUndo, isOf } from "./kinds";

describe("what of the log is shown", () => {
  it("is everything, undone things too", () => {
    expect(isOf("everything", { kind: "undo" })).toBe(true);
  });

  it("is of one kind where one is chosen", () => {
    expect(isOf("people", { kind: "merge" })).toBe(true);
    expect(isOf("names", { kind: "merge" })).toBe(false);
    expect(isOf("faces", { kind: "not_a_face" })).toBe(true);
  });
});

describe("taking back", () => {
  it("is offered for what somebody decided and what stands", () => {
    expect(canUndo({ kind: "name", who: "Anna" })).toBe(true);
    expect(canUndo({ kind: "undo", who: "Anna" })).toBe(true);
    expect(canUndo({ kind: "group", who: "Anna" })).toBe(true);
  });

  it("is not offered where it cannot be", () => {
    expect(canUndo({ kind: "name", who: "Anna", undone: true })).toBe(false);
    expect(canUndo({ kind: "forget", who: "Anna" })).toBe(false);
    expect(canUndo({ kind: "group", who: "likeness" })).toBe(false);
  });
});
