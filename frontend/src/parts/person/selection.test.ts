import { describe, expect, it } from "vitest";
import { NOTHING, type Selection, type Step, selected } from "./selection";

const order = ["a", "b", "c", "d", "e"];
const through = (...steps: Step[]): Selection => steps.reduce(selected, NOTHING);
const chosen = (...steps: Step[]): string[] => [...through(...steps).chosen];

describe("selecting people or faces", () => {
  it("takes one in, and out again, and ends with the last one", () => {
    expect(chosen({ do: "toggle", key: "b" })).toEqual(["b"]);
    const out = through({ do: "toggle", key: "b" }, { do: "toggle", key: "b" });
    expect(out.chosen.size).toBe(0);
    expect(out.on).toBe(false);
  });

  it("reaches from the one before to this one, in either direction", () => {
    const begin: Step = { do: "toggle", key: "d" };
    expect(chosen(begin, { do: "reach", key: "b", order }).toSorted()).toEqual(["b", "c", "d"]);
    expect(chosen(begin, { do: "reach", key: "e", order }).toSorted()).toEqual(["d", "e"]);
  });

  it("reaches only the one itself where no range begins", () => {
    expect(chosen({ do: "reach", key: "c", order })).toEqual(["c"]);
  });

  it("can be asked for before anything is selected", () => {
    expect(through({ do: "begin" })).toMatchObject({ on: true, anchor: null });
  });

  it("takes all, and loses who is merged away meanwhile", () => {
    expect(chosen({ do: "all", order })).toEqual(order);
    expect(chosen({ do: "all", order }, { do: "keep", order: ["a", "e"] })).toEqual(["a", "e"]);
    expect(through({ do: "all", order }, { do: "keep", order: [] })).toEqual(NOTHING);
  });
});
