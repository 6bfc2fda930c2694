import { describe, expect, it } from "vitest";
import type { AverageOut } from "@/client/types.gen";
import { stripOrder, templateOrder } from "./orders";

function average(id: string, gender: "female" | "male" | null): AverageOut {
  const recipe = { people: [], faces: [], collection: null, gender, ages: null, side: null };
  return { average: id, title: id, recipe, made: "2026-01-01T00:00:00Z", report: null };
}

describe("pictures of an average", () => {
  it("over time are of the same set, under the same title", () => {
    expect(stripOrder(average("women", "female"), "year")).toEqual({
      kind: "average_strip",
      arguments: { gender: "female", title: "women", by: "year" },
    });
  });

  it("on a template have one average or two", () => {
    expect(templateOrder(average("all", null), null, "single").arguments).toEqual({
      averages: ["all"],
      on: "single",
    });
  });

  it("of two give the first place to the women", () => {
    const [women, men, all] = [average("w", "female"), average("m", "male"), average("a", null)];
    const order = (one: AverageOut, other: AverageOut) =>
      templateOrder(one, other, "pair").arguments?.["averages"];
    expect(order(women, men)).toEqual(["w", "m"]);
    expect(order(men, women)).toEqual(["w", "m"]);
    expect(order(men, all)).toEqual(["a", "m"]);
    expect(order(all, men)).toEqual(["a", "m"]);
    expect(order(all, women)).toEqual(["w", "a"]);
  });
});
