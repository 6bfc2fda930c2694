import { describe, expect, it } from "vitest";
import { type Kind, OTHERS, type Press, replyOf, stepOf } from "./keys";

const KEY: Press = {
  key: "1",
  code: "Digit1",
  command: false,
  held: false,
  repeat: false,
  typing: false,
};

describe("the keys of the review", () => {
  it("are 1 2 3, and the arrows that point the same way", () => {
    expect(["1", "2", "3"].map((key) => stepOf({ ...KEY, key }))).toEqual([
      "left",
      "middle",
      "right",
    ]);
    expect(
      ["ArrowLeft", "ArrowDown", "ArrowRight"].map((key) => stepOf({ ...KEY, key, code: key })),
    ).toEqual(["left", "middle", "right"]);
  });

  it("are found by their place where a keyboard writes no Latin letters", () => {
    expect(stepOf({ ...KEY, key: "ㅋ", code: "KeyZ" })).toBe("undo");
    expect(stepOf({ ...KEY, key: "Z", code: "KeyZ" })).toBe("undo");
    expect(stepOf({ ...KEY, key: "z", code: "KeyY" })).toBe("undo");
  });

  it("take Ctrl+Z for Z, as everywhere", () => {
    expect(stepOf({ ...KEY, key: "z", code: "KeyZ", command: true })).toBe("undo");
  });

  it("mean nothing while somebody writes, holds Ctrl, or holds the key", () => {
    expect(stepOf({ ...KEY, typing: true })).toBeNull();
    expect(stepOf({ ...KEY, command: true })).toBeNull();
    expect(stepOf({ ...KEY, key: "z", code: "KeyZ", held: true })).toBeNull();
    expect(stepOf({ ...KEY, repeat: true })).toBeNull();
    expect(stepOf({ ...KEY, key: "ArrowUp", code: "ArrowUp" })).toBeNull();
  });
});

describe("replies", () => {
  it("are no on the left and yes on the right where two are compared", () => {
    expect(replyOf("same", "left")).toBe("no");
    expect(replyOf("same", "middle")).toBe("unsure");
    expect(replyOf("same", "right")).toBe("yes");
  });

  it("ask for a name on the right where it is asked who it is", () => {
    expect(replyOf("who", "right")).toBe("name");
    expect(replyOf("who", "name")).toBe("name");
    expect(replyOf("who", "left")).toBe("ignore");
  });

  it("never say yes or no to who somebody is", () => {
    const steps = ["left", "middle", "right", ...OTHERS.who] as const;
    const replies = steps.map((step) => replyOf("who", step));
    expect(replies).not.toContain("yes");
    expect(replies).not.toContain("no");
  });

  it("are there for everything that a question offers", () => {
    for (const kind of ["same", "who", "face"] satisfies Kind[]) {
      for (const step of OTHERS[kind]) expect(replyOf(kind, step)).toBe(step);
      expect(replyOf(kind, "photo")).toBeNull();
      expect(replyOf(kind, "undo")).toBeNull();
    }
  });
});
