import { describe, expect, it } from "vitest";
import { orderOf, USUAL } from "./measurement";

describe("a measurement that is asked for", () => {
  it("names what was chosen", () => {
    expect(orderOf({ ...USUAL, dataset: "/photos/people", model: "dlib" })).toEqual({
      kind: "evaluate",
      arguments: {
        command: "accuracy",
        dataset: "/photos/people",
        metric: "cosine",
        model: "dlib",
      },
    });
  });

  it("leaves out what is to be as in the settings", () => {
    const { arguments: given } = orderOf({ ...USUAL, dataset: "/photos/people" });
    expect(given).not.toHaveProperty("model");
    expect(given).not.toHaveProperty("detector");
  });
});
