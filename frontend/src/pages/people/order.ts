import type { PeopleOrder } from "@/data/peopleView";

/** What of the people is wanted. */
export interface Wanted {
  order: PeopleOrder;
  /** Hidden ones, too. */
  hidden: boolean;
  /** Text in the name; "" for everybody. */
  name: string;
}

/** One list that is asked of the server. */
export interface Listing {
  named?: boolean;
  hidden?: true;
  name?: string;
}

/**
 * Returns which lists make up what is wanted, one after the other.
 *
 * The server lists people by photos; those with a name come first by asking twice.
 */
export function listingsOf(wanted: Wanted): [Listing] | [Listing, Listing] {
  const hidden = wanted.hidden ? ({ hidden: true } as const) : {};
  if (wanted.name !== "") return [{ ...hidden, name: wanted.name }];
  if (wanted.order === "photos") return [hidden];
  return [
    { ...hidden, named: true },
    { ...hidden, named: false },
  ];
}

/** Returns people once each, in order: one may be in both lists while a name is on its way. */
export function withoutTwice<Person extends { person: string }>(
  people: readonly Person[],
): Person[] {
  const seen = new Set<string>();
  return people.filter(({ person }) => !seen.has(person) && seen.add(person));
}
