import type { PersonLikenessOut, PersonOut } from "@/client/types.gen";
import type { Who } from "./faceEdits";

/** Somebody that a face may be. */
export interface Candidate {
  readonly key: string;
  readonly who: Who;
  /** That it is them; null: nothing says so. */
  readonly probability: number | null;
  /** How many show them; null: not known here. */
  readonly photos: number | null;
  /** The face that stands for them. */
  readonly feature: string | null;
}

interface Known {
  /** What was typed, without spaces around it. */
  typed: string;
  /** The person that it is not: whom it is with now. */
  not: string | null;
  /** Whom it might be by its looks, most probable first. */
  others: readonly Pick<PersonLikenessOut, "person" | "name" | "probability">[];
  /** Those with a name that fits what was typed. */
  people: readonly Pick<PersonOut, "person" | "name" | "photos" | "feature">[];
  most: number;
}

/** Less likely than this is no suggestion. */
const LEAST = 0.02;
const NEW = "new";

/**
 * Returns whom one may mean: first those it looks like, then those whose name fits, and last
 * somebody new, unless somebody has that very name already.
 */
export function candidatesOf({ typed, not, others, people, most }: Known): Candidate[] {
  const found = new Map<string, Candidate>();
  const by = new Map(people.map((person) => [person.person, person]));
  for (const { person, name, probability } of others) {
    if (name === null || person === not || (probability ?? 0) < LEAST || !fits(name, typed))
      continue;
    const known = by.get(person);
    found.set(person, {
      key: person,
      who: { known: true, person, name },
      probability,
      photos: known?.photos ?? null,
      feature: known?.feature ?? null,
    });
  }
  for (const { person, name, photos, feature } of people) {
    if (name === null || person === not || found.has(person) || !fits(name, typed)) continue;
    const who = { known: true, person, name } as const;
    found.set(person, { key: person, who, probability: null, photos, feature: feature ?? null });
  }
  const shown = [...found.values()].slice(0, most);
  const taken = people.some(({ name }) => name !== null && same(name, typed));
  if (typed === "" || taken) return shown;
  const somebody = { known: false, name: typed } as const;
  return [...shown, { key: NEW, who: somebody, probability: null, photos: null, feature: null }];
}

function fits(name: string, typed: string): boolean {
  return folded(name).includes(folded(typed));
}

function same(name: string, typed: string): boolean {
  return folded(name) === folded(typed);
}

function folded(text: string): string {
  return text.normalize("NFC").toLocaleLowerCase();
}
