import {
  assignFaces,
  changePerson,
  confirmFace,
  ignoreFace,
  markNotAFace,
  mergePeople,
  rejectFace,
} from "@/client/sdk.gen";
import type {
  DetectionOut,
  DetectionsOut,
  EditOut,
  FaceOut,
  PhotoWithFaces,
} from "@/client/types.gen";
import { useEdit } from "@/data/edit";
import { type Texts, useText } from "@/text";

/** What of a face matters to decide about it. */
export type Decided = Pick<FaceOut, "face" | "person" | "name">;

/** What a human decides about a face. */
export type FaceEdit = { readonly face: Decided } & (
  | { readonly kind: "name"; readonly person: string; readonly name: string }
  | { readonly kind: "new"; readonly name: string }
  | { readonly kind: "assign"; readonly to: string; readonly name: string }
  | { readonly kind: "merge"; readonly person: string; readonly to: string; readonly name: string }
  | { readonly kind: "confirm" | "reject" | "ignore" | "not_a_face" }
);

/** Who somebody says a face is. */
export type Who =
  | { readonly known: true; readonly person: string; readonly name: string }
  | { readonly known: false; readonly name: string };

/**
 * Returns the decision that follows from saying who a face is.
 *
 * A person without a name gets one, or becomes one with who is known: with all of their faces. A
 * face of somebody with a name leaves them alone: it is the only one that is meant.
 */
export function editFor(face: Decided, who: Who): FaceEdit {
  const nameless = face.person !== null && face.name === null;
  if (nameless && face.person !== null) {
    return who.known
      ? { face, kind: "merge", person: face.person, to: who.person, name: who.name }
      : { face, kind: "name", person: face.person, name: who.name };
  }
  return who.known
    ? { face, kind: "assign", to: who.person, name: who.name }
    : { face, kind: "new", name: who.name };
}

/** Returns a face as it is after a decision; the same one where nothing changes. */
export function asDecided<Face extends FaceOut | DetectionOut>(face: Face, edit: FaceEdit): Face {
  const same = face.face === edit.face.face;
  switch (edit.kind) {
    case "name":
      return face.person === edit.person ? { ...face, name: edit.name } : face;
    case "merge":
      return face.person === edit.person ? { ...face, person: edit.to, name: edit.name } : face;
    case "assign":
      return same ? held({ ...face, person: edit.to, name: edit.name }) : face;
    case "new": // who they will be is the server's to say; until then only the name is known
      return same ? held({ ...face, name: edit.name }) : face;
    case "confirm":
      return same ? held(face) : face;
    case "reject":
      return same ? { ...face, person: null, name: null } : face;
    case "ignore":
      return same ? { ...face, mark: "ignored", person: null, name: null } : face;
    case "not_a_face":
      return same ? { ...face, mark: "not_a_face", person: null, name: null } : face;
  }
}

/** Lets the visitor decide about faces: it shows at once and can be undone. */
export function useFaceEdits(): (edit: FaceEdit) => void {
  const text = useText().lightbox.said;
  const editing = useEdit<FaceEdit>({
    edit: ask,
    said: (edit) => saidOf(edit, text),
    foresee: (operation, answer, edit) => {
      if (operation !== "getPhoto" && operation !== "getDetections") return answer;
      return foreseen(answer as PhotoWithFaces | DetectionsOut, edit);
    },
  });
  return editing.mutate;
}

function foreseen(answer: PhotoWithFaces | DetectionsOut, edit: FaceEdit): unknown {
  const faces = answer.faces.map((face) => asDecided<FaceOut | DetectionOut>(face, edit));
  const changed = faces.some((face, index) => face !== answer.faces[index]);
  return changed ? { ...answer, faces } : answer;
}

async function ask(edit: FaceEdit): Promise<EditOut | EditOut[]> {
  const path = { face: edit.face.face };
  switch (edit.kind) {
    case "name":
      return (
        await changePerson({
          path: { person: edit.person },
          body: { name: edit.name },
          throwOnError: true,
        })
      ).data;
    case "new":
      return (
        await assignFaces({ body: { faces: [path.face], new: edit.name }, throwOnError: true })
      ).data;
    case "assign":
      return (await assignFaces({ body: { faces: [path.face], to: edit.to }, throwOnError: true }))
        .data;
    case "merge":
      return (
        await mergePeople({
          path: { person: edit.to },
          body: { others: [edit.person] },
          throwOnError: true,
        })
      ).data;
    case "confirm":
      return (await confirmFace({ path, throwOnError: true })).data;
    case "reject":
      return (await rejectFace({ path, throwOnError: true })).data;
    case "ignore":
      return (await ignoreFace({ path, throwOnError: true })).data;
    case "not_a_face":
      return (await markNotAFace({ path, throwOnError: true })).data;
  }
}

function saidOf(edit: FaceEdit, text: Texts["lightbox"]["said"]): string {
  const name = edit.face.name;
  switch (edit.kind) {
    case "name":
      return text.named(edit.name);
    case "new":
    case "assign":
      return text.moved(edit.name);
    case "merge":
      return text.merged(edit.name);
    case "confirm":
      return text.confirmed(name ?? "");
    case "reject":
      return name === null ? text.notThemNameless : text.notThem(name);
    case "ignore":
      return text.ignored;
    case "not_a_face":
      return text.notAFace;
  }
}

function held<Face extends FaceOut | DetectionOut>(face: Face): Face {
  return "assigned_by" in face ? { ...face, assigned_by: "human" } : face;
}
