import { describe, expect, it } from "vitest";
import type { SampleFaceOut } from "@/client/types.gen";
import { type Brought, orderOf, toggled, usualChoice } from "./choice";

function face(number: number, status: SampleFaceOut["status"] = "ok"): SampleFaceOut {
  return { number, status, box: [0, 0, 1, 1], quality: 0.5, picture: "" };
}

function picture(id: string, faces: SampleFaceOut[], chosen: number[]): Brought {
  return { kind: "picture", sample: { sample: id, faces }, chosen };
}

describe("usualChoice", () => {
  it("takes the largest face that can be recognised", () => {
    expect(usualChoice([face(1, "too_small"), face(2), face(3)])).toEqual([2]);
  });

  it("takes none where nobody can be recognised", () => {
    expect(usualChoice([face(1, "low_confidence")])).toEqual([]);
    expect(usualChoice([])).toEqual([]);
  });
});

describe("toggled", () => {
  it("takes a face in, and out again", () => {
    expect(toggled([2], 1)).toEqual([1, 2]);
    expect(toggled([1, 2], 2)).toEqual([1]);
  });
});

describe("orderOf", () => {
  it("asks for the chosen faces of every picture", () => {
    const brought = [picture("sa", [face(1), face(2)], [1]), picture("sb", [face(1)], [1])];

    expect(orderOf(brought, false, "Rome")).toEqual({
      samples: [
        { sample: "sa", faces: [1] },
        { sample: "sb", faces: [1] },
      ],
      everything: false,
      collection: "Rome",
    });
  });

  it("leaves out pictures without a face that counts, as long as another has one", () => {
    const brought = [picture("sa", [], []), picture("sb", [face(1)], [1])];

    expect(orderOf(brought, false, null)?.samples).toEqual([{ sample: "sb", faces: [1] }]);
  });

  it("lets the server say why where nobody can be recognised anywhere", () => {
    const brought = [picture("sa", [face(1, "too_small")], [])];

    expect(orderOf(brought, false, null)?.samples).toEqual([{ sample: "sa", faces: [] }]);
  });

  it("asks nothing where every face was taken out", () => {
    expect(orderOf([picture("sa", [face(1)], [])], false, null)).toBeNull();
    expect(orderOf([picture("sa", [face(1)], []), picture("sb", [], [])], false, null)).toBeNull();
  });

  it("waits for pictures that are still looked at", () => {
    expect(orderOf([{ kind: "picture", sample: null, chosen: [] }], false, null)).toBeNull();
    expect(orderOf([], false, null)).toBeNull();
  });

  it("takes faces of the library as they are", () => {
    expect(orderOf([{ kind: "face", face: "f1" }], true, null)).toEqual({
      samples: [{ face: "f1" }],
      everything: true,
      collection: null,
    });
  });
});
