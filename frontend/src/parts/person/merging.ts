import type { PersonOut, PersonWhy } from "@/client/types.gen";

/** Returns people so that the one who should stay is first: with a name, then most photos. */
export function keeperFirst(people: readonly PersonOut[]): PersonOut[] {
  return people.toSorted(
    (one, other) =>
      Number(one.name === null) - Number(other.name === null) ||
      other.photos - one.photos ||
      (one.person < other.person ? -1 : 1),
  );
}

/** What speaks for or against two people being one. */
export type Evidence =
  | { kind: "alike"; probability: number }
  /** They are on photos together, and so most likely two. */
  | { kind: "together"; photos: number }
  | { kind: "told apart" }
  /** They look too different to be suggested. */
  | { kind: "different" };

/** Returns what is known of a person and somebody else. */
export function evidenceOf(why: Pick<PersonWhy, "merges" | "apart">, other: string): Evidence {
  const rival = [...why.merges, ...why.apart].find((one) => one.person === other);
  if (rival === undefined) return { kind: "different" };
  if (rival.photos > 0) return { kind: "together", photos: rival.photos };
  if (rival.probability !== null) return { kind: "alike", probability: rival.probability };
  return { kind: "told apart" };
}

/** Returns the one person that several become. */
export function merged(into: PersonOut, others: readonly PersonOut[]): PersonOut {
  const all = [into, ...others];
  const first = <Value>(of: (person: PersonOut) => Value | null | undefined): Value | null =>
    all.map(of).find((value) => value !== null && value !== undefined) ?? null;
  return {
    ...into,
    name: first((person) => person.name),
    feature: first((person) => person.feature),
    born: first((person) => person.born),
    opted_out: all.some((person) => person.opted_out),
    faces: sum(all.map((person) => person.faces)),
    photos: sum(all.map((person) => person.photos)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
