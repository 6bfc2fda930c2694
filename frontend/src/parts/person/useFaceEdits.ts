import { assignFaces, rejectFace, splitPerson } from "@/client/sdk.gen";
import { useEdit } from "@/data/edit";
import { oneByOne } from "@/data/oneByOne";
import { useText } from "@/text";
import { foreseen } from "./foresee";

/** Whose faces they are from now on. */
export type Whose =
  | { kind: "known"; person: string; name: string | null }
  /** Somebody new with a name. */
  | { kind: "called"; name: string }
  /** Somebody new without one. */
  | { kind: "new" };

interface Moving {
  faces: readonly string[];
  to: Whose;
}

/** Puts faces of a person with somebody else. */
export function useMoveFaces(person: string) {
  const text = useText();
  const { done } = text.person;
  return useEdit<Moving>({
    edit: async ({ faces, to }) => {
      const body = { faces: [...faces] };
      if (to.kind === "new") {
        return (await splitPerson({ path: { person }, body, throwOnError: true })).data.edit;
      }
      const whom = to.kind === "known" ? { to: to.person } : { new: to.name };
      return (await assignFaces({ body: { ...body, ...whom }, throwOnError: true })).data;
    },
    said: ({ faces, to }) =>
      to.kind === "new"
        ? done.split(faces.length)
        : done.moved(faces.length, to.name ?? text.person.somebody),
    foresee: (operation, answer, { faces }) =>
      foreseen(operation, answer, { left: new Set(faces) }),
  });
}

/** Holds that faces are not the person they are with; they never join that person again. */
export function useRejectFaces() {
  const text = useText();
  return useEdit<{ faces: readonly string[] }>({
    edit: ({ faces }) =>
      oneByOne(
        faces,
        async (face) => (await rejectFace({ path: { face }, throwOnError: true })).data,
      ),
    said: ({ faces }) => text.person.done.rejected(faces.length),
    foresee: (operation, answer, { faces }) =>
      foreseen(operation, answer, { left: new Set(faces) }),
  });
}
