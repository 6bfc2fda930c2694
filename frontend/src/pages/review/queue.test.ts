import { describe, expect, it } from "vitest";
import type { QuestionOut, SideOut } from "@/client/types.gen";
import { answered, arrived, EMPTY, type Queue, returned } from "./queue";

const side = (id: string): SideOut => ({ id, name: null, faces: 1, best: [] });
const who = (one: string): QuestionOut => ({
  question: `who.${one}`,
  kind: "who",
  one: side(one),
  other: null,
  probability: null,
  faces: 1,
});
const same = (one: string, other: string): QuestionOut => ({
  ...who(one),
  question: `same.${one}.${other}`,
  kind: "same",
  other: side(other),
});
const inOrder = ({ current, next }: Queue): string[] =>
  [...(current === null ? [] : [current]), ...next].map((question) => question.question);

describe("the queue of questions", () => {
  it("asks the first one, and has the others ready", () => {
    expect(inOrder(arrived(EMPTY, [who("a"), who("b"), who("c")]))).toEqual([
      "who.a",
      "who.b",
      "who.c",
    ]);
  });

  it("never changes the question in front of somebody", () => {
    const queue = arrived(EMPTY, [who("a"), who("b")]);
    expect(inOrder(arrived(queue, [who("c"), who("b")]))).toEqual(["who.a", "who.c", "who.b"]);
  });

  it("passes over what an answer may have changed", () => {
    const queue = arrived(EMPTY, [same("a", "b"), who("a"), same("b", "c"), who("d")]);
    expect(inOrder(answered(queue))).toEqual(["who.d"]);
  });

  it("does not ask twice, even if the server's list is older than the answer", () => {
    const queue = answered(arrived(EMPTY, [who("a"), who("b")]));
    expect(inOrder(arrived(queue, [who("a"), who("b"), who("c")]))).toEqual(["who.b", "who.c"]);
  });

  it("waits with what is about people whose answer is on its way", () => {
    const queue = arrived(EMPTY, [same("a", "c"), who("b")], new Set(["a"]));
    expect(inOrder(queue)).toEqual(["who.b"]);
  });

  it("brings a question back before the one that was asked meanwhile", () => {
    const first = who("a");
    const queue = answered(arrived(EMPTY, [first, who("b"), who("c")]));
    const back = returned(queue, first);
    expect(inOrder(back)).toEqual(["who.a", "who.b", "who.c"]);
    expect(inOrder(answered(back))).toEqual(["who.b", "who.c"]);
  });

  it("is empty after the last one, until others come", () => {
    const queue = answered(arrived(EMPTY, [who("a")]));
    expect(queue.current).toBeNull();
    expect(inOrder(arrived(queue, [who("a"), who("z")]))).toEqual(["who.z"]);
  });
});
