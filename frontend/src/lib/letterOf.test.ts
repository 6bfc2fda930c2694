import { describe, expect, it } from "vitest";
import { letterOf } from "./letterOf";

describe("the letter of a key", () => {
  it("is the one it writes, wherever it is on the keyboard", () => {
    expect(letterOf({ key: "a", code: "KeyQ" })).toBe("a");
    expect(letterOf({ key: "M", code: "Semicolon" })).toBe("m");
  });

  it("is the one at its place where it writes no Latin one", () => {
    expect(letterOf({ key: "ㅁ", code: "KeyA" })).toBe("a");
    expect(letterOf({ key: "ㅡ", code: "KeyM" })).toBe("m");
    expect(letterOf({ key: "Process", code: "KeyF" })).toBe("f");
  });

  it("is none of what is no letter", () => {
    expect(letterOf({ key: "ArrowUp", code: "ArrowUp" })).toBe("");
    expect(letterOf({ key: "1", code: "Digit1" })).toBe("");
    expect(letterOf({ key: " ", code: "Space" })).toBe("");
  });
});
