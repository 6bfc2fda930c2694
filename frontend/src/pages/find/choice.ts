import type { FindOrder, SampleFaceOut, SampleOut } from "@/client/types.gen";

/** Pictures that one search takes, as the server has it. */
export const MOST_PICTURES = 8;
/** Faces of one picture that may count. */
const MOST_FACES = 16;

/** What was brought to find somebody, as far as a search needs it. */
export type Brought =
  | {
      kind: "picture";
      sample: Pick<SampleOut, "sample" | "faces"> | null;
      chosen: readonly number[];
    }
  | { kind: "face"; face: string };

/** Returns whether a face can be recognised: only such faces can count. */
export function isUsable(face: Pick<SampleFaceOut, "status">): boolean {
  return face.status === "ok";
}

/** Returns the faces that count as long as nobody says otherwise: the largest usable one. */
export function usualChoice(faces: readonly SampleFaceOut[]): number[] {
  const first = faces.find(isUsable); // they come largest first
  return first === undefined ? [] : [first.number];
}

/** Returns the choice with one face taken in or out. */
export function toggled(chosen: readonly number[], number: number): number[] {
  if (chosen.includes(number)) return chosen.filter((other) => other !== number);
  return [...chosen, number].sort((one, two) => one - two).slice(0, MOST_FACES);
}

/**
 * Returns what to ask the server for.
 *
 * Pictures on which nobody can be recognised count only where there is nothing else: then the
 * server says why.
 *
 * @returns Null where nothing was brought, or where all usable faces were taken out.
 */
export function orderOf(
  brought: readonly Brought[],
  everything: boolean,
  collection: string | null,
): FindOrder | null {
  const samples: FindOrder["samples"] = [];
  const useless: FindOrder["samples"] = [];
  let seen = 0;
  for (const one of brought) {
    if (one.kind === "face") {
      seen += 1;
      samples.push({ face: one.face });
    } else if (one.sample !== null) {
      seen += 1;
      const { sample, faces } = one.sample;
      if (one.chosen.length > 0) samples.push({ sample, faces: [...one.chosen] });
      else if (!faces.some(isUsable)) useless.push({ sample, faces: [] });
    }
  }
  const asked = samples.length > 0 ? samples : useless.length === seen ? useless : [];
  if (asked.length === 0) return null;
  return { samples: asked.slice(0, MOST_PICTURES), everything, collection };
}
