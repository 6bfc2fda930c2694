import type { FaceOut, FaceWhy } from "@/client/types.gen";
import type { Texts } from "@/text";

/** Faces of less probability are in doubt (`likeness.grouping.reasons.IN_DOUBT`). */
const IN_DOUBT = 0.9;
/** Less is no likeness worth a word (`likeness.grouping.questions.LEAST`). */
export const LEAST = 0.1;

type Words = Texts["lightbox"]["why"];
type Reasoned = Pick<FaceWhy, "person" | "name" | "decided_by" | "probability" | "others">;

/** Returns why a face is with whom it is, in sentences, the deciding one first. */
export function reasonsOf(
  why: Reasoned,
  face: Pick<FaceOut, "status" | "mark">,
  text: Words,
): string[] {
  const said = [decision(why, face, text)];
  for (const other of why.others) {
    if (other.name === null) continue;
    if (other.reason === "same_photo") said.push(text.samePhoto(other.name));
    if (other.reason === "told_apart") said.push(text.notThem(other.name));
  }
  const { probability, decided_by: by } = why;
  if (by === "run" && probability !== null && probability < IN_DOUBT) said.push(text.inDoubt);
  return said;
}

function decision(why: Reasoned, face: Pick<FaceOut, "status" | "mark">, text: Words): string {
  const name = why.name ?? text.thisPerson;
  if (face.mark === "ignored") return text.ignored;
  if (face.mark === "not_a_face") return text.notAFace;
  if (face.status !== "ok") return text.weak;
  if (why.decided_by === "human") return text.byHuman(name);
  if (why.person !== null) return text.byRun(name);
  return (why.others[0]?.probability ?? 0) >= LEAST ? text.maybe : text.stranger;
}
