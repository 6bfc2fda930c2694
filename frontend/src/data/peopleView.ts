import { photoOf } from "./filters";

/** How people are lined up. */
export type PeopleOrder = "named" | "photos";

/** What the page of people shows: as its address has it. */
export interface PeopleView {
  /** By photos alone; else those with a name come first. */
  order?: "photos";
  /** Hidden ones, too. */
  hidden?: true;
  /** Text in the name. */
  name?: string;
}

/** Returns what an address of the page of people asks for; what makes no sense is left out. */
export function peopleViewOf(given: Record<string, unknown>): PeopleView {
  const view: PeopleView = {};
  if (given["order"] === "photos") view.order = "photos";
  if (given["hidden"] === true) view.hidden = true;
  // An address that says `?name=2024` has a number in it.
  const name = typeof given["name"] === "number" ? String(given["name"]) : given["name"];
  if (typeof name === "string" && name !== "") view.name = name.slice(0, 200);
  return view;
}

export const PERSON_VIEWS = ["photos", "faces", "same", "around", "history"] as const;
export type PersonTab = (typeof PERSON_VIEWS)[number];

/** What the page of a person shows: as its address has it. */
export interface PersonView {
  photo?: string;
  /** Which of its parts; none is the photos. */
  view?: PersonTab;
  /** Only photos of a year, "2024", or of a month, "2024-05". */
  when?: string;
}

const WHEN = /^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/;

/** Returns what an address of the page of a person asks for. */
export function personViewOf(given: Record<string, unknown>): PersonView {
  const view: PersonView = photoOf(given);
  const tab = PERSON_VIEWS.find((one) => one === given["view"]);
  if (tab !== undefined && tab !== "photos") view.view = tab;
  const when = typeof given["when"] === "number" ? String(given["when"]) : given["when"];
  if (typeof when === "string" && WHEN.test(when)) view.when = when;
  return view;
}
