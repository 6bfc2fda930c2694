import type { FaceOut } from "@/client/types.gen";

/** Who is on a photo, for who cannot see it. */
export interface Company {
  /** Names, in reading order, each once. */
  readonly names: readonly string[];
  /** How many more people there are, without a name. */
  readonly others: number;
}

const MOST_NAMES = 3;

/** Returns whether a face counts: nobody marked it, and it is good enough to be somebody. */
export function counts(face: Pick<FaceOut, "status" | "mark">): boolean {
  return face.status === "ok" && face.mark === null;
}

/** Returns who is on a photo with these faces. */
export function companyOf(
  faces: readonly Pick<FaceOut, "status" | "mark" | "person" | "name">[],
): Company {
  const names = new Set<string>();
  const nameless = new Set<string>();
  let strangers = 0;
  for (const face of faces) {
    if (!counts(face)) continue;
    if (face.name !== null) names.add(face.name);
    else if (face.person !== null) nameless.add(face.person);
    else strangers += 1;
  }
  const told = [...names];
  return {
    names: told.slice(0, MOST_NAMES),
    others: Math.max(0, told.length - MOST_NAMES) + nameless.size + strangers,
  };
}

/** The words that `altOf` puts together. */
export interface AltWords {
  /** Names and how many others, as a list; never both empty. */
  who: (names: readonly string[], others: number) => string;
  nobody: string;
}

/**
 * Returns what a picture shows, such as "Anna Berg and 2 others, 17 May 2024".
 *
 * @param when The day as it is written here; null: not known.
 */
export function altOf(company: Company, when: string | null, words: AltWords): string {
  const { names, others } = company;
  const who = names.length + others === 0 ? words.nobody : words.who(names, others);
  return when === null ? who : `${who}, ${when}`;
}

/** Returns the name of a file, without the folders that it lies in; "" without any place. */
export function fileName(places: readonly { path: string }[]): string {
  return places[0]?.path.split("/").at(-1) ?? "";
}
