import { describe, expect, it } from "vitest";
import { commandOf, type Press } from "./keys";

function press(key: string, held: Partial<Press> = {}): Press {
  return { key, code: "", shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held };
}

describe("keys", () => {
  it("turn, zoom, show and close", () => {
    expect(commandOf(press("ArrowRight"), false)).toBe("next");
    expect(commandOf(press("+"), false)).toBe("nearer");
    expect(commandOf(press("D"), false)).toBe("detections");
    expect(commandOf(press("Escape"), true)).toBe("close");
  });

  it("move the zoomed photo with shift, and go back with shift and space", () => {
    expect(commandOf(press("ArrowRight", { shiftKey: true }), false)).toBe("right");
    expect(commandOf(press(" ", { shiftKey: true }), false)).toBe("previous");
    expect(commandOf(press("?", { shiftKey: true }), false)).toBe("help");
  });

  it("leave Enter and space to whatever control has the focus", () => {
    expect(commandOf(press("Enter"), true)).toBeNull();
    expect(commandOf(press(" "), true)).toBeNull();
    expect(commandOf(press("Enter"), false)).toBe("zoom");
  });

  it("leave the browser its own", () => {
    expect(commandOf(press("f", { ctrlKey: true }), false)).toBeNull();
    expect(commandOf(press("ArrowLeft", { altKey: true }), false)).toBeNull();
    expect(commandOf(press("d", { metaKey: true }), false)).toBeNull();
  });

  it("do the same while Korean is written", () => {
    expect(commandOf(press("ㅇ", { code: "KeyD" }), false)).toBe("detections");
    expect(commandOf(press("ㅑ", { code: "KeyI" }), false)).toBe("information");
    expect(commandOf(press("ㅂ", { code: "KeyQ" }), false)).toBeNull();
  });

  it("that mean nothing here do nothing", () => {
    expect(commandOf(press("q"), false)).toBeNull();
    expect(commandOf(press("constructor"), false)).toBeNull();
  });
});
