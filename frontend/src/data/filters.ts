import type { ListPhotosData } from "@/client/types.gen";

/** Which photos are wanted: as the address of the page has it. All conditions hold. */
export interface PhotoFilter {
  /** Ids of people who are all on it. */
  person?: string[];
  /** Ids of people who are not on it. */
  not?: string[];
  /** Nobody else is on it. */
  only?: true;
  collection?: string;
  /** Days, as "2024-05-17": from this one on, and before that one. */
  since?: string;
  before?: string;
  without_faces?: true;
  undated?: true;
  order?: "asc";
}

const MOST_PEOPLE = 50;
const PERSON = /^p[0-9a-f]{16}(?:[0-9a-f]{8})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PHOTO = /^[0-9a-f]{64}$/;

/** Returns the filter that an address asks for; what makes no sense is left out. */
export function filterOf(given: Record<string, unknown>): PhotoFilter {
  const filter: PhotoFilter = {};
  const person = ids(given["person"]);
  const not = ids(given["not"]);
  if (person.length > 0) filter.person = person;
  if (not.length > 0) filter.not = not;
  if (isSet(given["only"]) && person.length > 0) filter.only = true;
  if (typeof given["collection"] === "string" && given["collection"] !== "") {
    filter.collection = given["collection"];
  }
  if (isDay(given["since"])) filter.since = given["since"];
  if (isDay(given["before"])) filter.before = given["before"];
  if (isSet(given["without_faces"])) filter.without_faces = true;
  if (isSet(given["undated"])) filter.undated = true;
  if (given["order"] === "asc") filter.order = "asc";
  return filter;
}

/** Returns the photo that an address has open, if any. */
export function photoOf(given: Record<string, unknown>): { photo?: string } {
  const photo = given["photo"];
  return typeof photo === "string" && PHOTO.test(photo) ? { photo } : {};
}

/** Returns the person that an address is about, if any. */
export function personOf(given: Record<string, unknown>): { person?: string } {
  const person = given["person"];
  return typeof person === "string" && PERSON.test(person) ? { person } : {};
}

/** Returns the filter as the server takes it. */
export function asQuery(filter: PhotoFilter): NonNullable<ListPhotosData["query"]> {
  return { ...filter };
}

export function isEmpty(filter: PhotoFilter): boolean {
  return Object.keys(filter).every((name) => name === "order");
}

/** Returns the filter with somebody on the photos, not on them, or neither. */
export function withPerson(
  filter: PhotoFilter,
  person: string,
  how: "on" | "not" | "either",
): PhotoFilter {
  const { person: on = [], not = [], only, without_faces: _, ...rest } = filter;
  const others = (ids: readonly string[]): string[] => ids.filter((id) => id !== person);
  const nextOn = how === "on" ? [...others(on), person] : others(on);
  const nextNot = how === "not" ? [...others(not), person] : others(not);
  return {
    ...rest,
    ...(nextOn.length > 0 ? { person: nextOn } : {}),
    ...(nextNot.length > 0 ? { not: nextNot } : {}),
    ...(only && nextOn.length > 0 ? { only } : {}),
  };
}

/** Returns the filter for photos on which nobody is; or the same without that wish. */
export function withoutFaces(filter: PhotoFilter, wanted: boolean): PhotoFilter {
  const { without_faces: _, ...rest } = filter;
  if (!wanted) return rest;
  const { person: _on, not: _not, only: _only, ...others } = rest;
  return { ...others, without_faces: true };
}

/** Returns the filter with these days, or with photos that nothing dates, or with any. */
export function taken(
  filter: PhotoFilter,
  when: Pick<PhotoFilter, "since" | "before" | "undated">,
): PhotoFilter {
  const { since: _since, before: _before, undated: _undated, ...rest } = filter;
  return { ...rest, ...when };
}

/** Returns the filter for everything, in the same order. */
export function cleared({ order }: PhotoFilter): PhotoFilter {
  return order === undefined ? {} : { order };
}

function ids(given: unknown): string[] {
  const list = Array.isArray(given) ? given : [given];
  const known = list.filter((id): id is string => typeof id === "string" && PERSON.test(id));
  return [...new Set(known)].slice(0, MOST_PEOPLE);
}

function isDay(given: unknown): given is string {
  return typeof given === "string" && DAY.test(given) && !Number.isNaN(Date.parse(given));
}

function isSet(given: unknown): boolean {
  return given === true || given === "true" || given === 1;
}
