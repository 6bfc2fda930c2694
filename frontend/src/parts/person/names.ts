import type { PersonOut } from "@/client/types.gen";

/** Somebody with a name or without one, as far as names go. */
export type Called = Pick<PersonOut, "person" | "name">;

export const LONGEST_NAME = 200; // characters; the server takes no more

/** Returns a name as the server keeps it: without spaces around it, in normal form C. */
export function tidy(name: string): string {
  return name.trim().normalize("NFC");
}

/** Returns whether both are one name for a reader, who does not look at capitals. */
export function isSameName(one: string, other: string): boolean {
  return tidy(one).toLocaleLowerCase() === tidy(other).toLocaleLowerCase();
}

/** What a name that somebody typed means. */
export type Naming<Person extends Called> =
  | { kind: "unchanged" }
  | { kind: "cleared" }
  | { kind: "free"; name: string }
  /** Somebody else is called so: two people, or one and the same? */
  | { kind: "taken"; by: Person };

/**
 * Returns what it means that a person should be called `typed`.
 *
 * @param known People whose names contain what was typed, hidden ones too.
 */
export function namingOf<Person extends Called>(
  person: Called,
  typed: string,
  known: readonly Person[],
): Naming<Person> {
  const name = tidy(typed);
  if (name === (person.name ?? "")) return { kind: "unchanged" };
  if (name === "") return { kind: "cleared" };
  const others = known.filter((other) => other.person !== person.person && other.name !== null);
  const taken =
    others.find((other) => other.name === name) ??
    others.find((other) => isSameName(other.name ?? "", name));
  return taken === undefined ? { kind: "free", name } : { kind: "taken", by: taken };
}
