// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { FaceOut } from "@/client/types.gen";
import { asDecided, editFor } from "./faceEdits";

const ANNA = { known: true, person: "p-anna", name: "Anna" } as const;
const NEW = { known: false, name: "Noah" } as const;

function face(id: string, person: string | null, name: string | null): FaceOut {
  return {
    face: id,
    photo: "0".repeat(64),
    box: [0, 0, 10, 10],
    points: [],
    score: 1,
    status: "ok",
    mark: null,
    quality: null,
    person,
    name,
    assigned_by: person === null ? null : "run",
    age: null,
    gender: null,
    pose: null,
  };
}

describe("saying who a face is", () => {
  it("puts a face of nobody with who is meant", () => {
    const nobody = face("f1", null, null);
    expect(editFor(nobody, ANNA)).toMatchObject({ kind: "assign", to: "p-anna" });
    expect(editFor(nobody, NEW)).toMatchObject({ kind: "new", name: "Noah" });
  });

  it("gives a person without a name one, with all of their faces", () => {
    const nameless = face("f1", "p-1", null);
    expect(editFor(nameless, NEW)).toMatchObject({ kind: "name", person: "p-1", name: "Noah" });
    expect(editFor(nameless, ANNA)).toMatchObject({ kind: "merge", person: "p-1", to: "p-anna" });
  });

  it("takes but the one face away from somebody with a name", () => {
    const ben = face("f1", "p-ben", "Ben");
    expect(editFor(ben, ANNA).kind).toBe("assign");
    expect(editFor(ben, NEW).kind).toBe("new");
  });
});

describe("what shows at once", () => {
  const one = face("f1", "p-1", null);
  const other = face("f2", "p-1", null);

  it("is the name on every face of the person", () => {
    const edit = editFor(one, NEW);
    expect(asDecided(one, edit).name).toBe("Noah");
    expect(asDecided(other, edit).name).toBe("Noah");
  });

  it("is the mark on the face alone", () => {
    const edit = { face: one, kind: "not_a_face" } as const;
    expect(asDecided(one, edit)).toMatchObject({ mark: "not_a_face", person: null });
    expect(asDecided(other, edit)).toBe(other);
  });

  it("is nobody after the person was rejected", () => {
    const anna = face("f1", "p-anna", "Anna");
    expect(asDecided(anna, { face: anna, kind: "reject" })).toMatchObject({
      person: null,
      name: null,
    });
  });

  it("is held by a human once confirmed", () => {
    expect(asDecided(one, { face: one, kind: "confirm" }).assigned_by).toBe("human");
  });
});
