import { describe, expect, it } from "vitest";
import { globalKeyOf, type Pressed } from "./keys";

const Z: Pressed = {
  key: "z",
  code: "KeyZ",
  command: true,
  shift: false,
  alt: false,
  repeat: false,
  typing: false,
  taken: false,
};

describe("the keys of every page", () => {
  it("undo with Ctrl+Z or Cmd+Z, whatever the keyboard writes", () => {
    expect(globalKeyOf(Z)).toBe("undo");
    expect(globalKeyOf({ ...Z, key: "ㅋ" })).toBe("undo");
    expect(globalKeyOf({ ...Z, code: "KeyY" })).toBe("undo");
  });

  it("do not undo decisions while somebody writes, redoes, or holds the key", () => {
    expect(globalKeyOf({ ...Z, typing: true })).toBeNull();
    expect(globalKeyOf({ ...Z, shift: true })).toBeNull();
    expect(globalKeyOf({ ...Z, repeat: true })).toBeNull();
    expect(globalKeyOf({ ...Z, command: false })).toBeNull();
  });

  it("leave alone what a page has answered", () => {
    expect(globalKeyOf({ ...Z, taken: true })).toBeNull();
  });

  it("show the list with ?, but not in a field", () => {
    const ask: Pressed = { ...Z, key: "?", code: "Slash", command: false, shift: true };
    expect(globalKeyOf(ask)).toBe("help");
    expect(globalKeyOf({ ...ask, typing: true })).toBeNull();
  });
});
