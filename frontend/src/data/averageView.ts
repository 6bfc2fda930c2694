/** Of whom a new average is, as far as an address can say it. */
export const BEGINNINGS = ["everybody", "people", "collection", "both"] as const;
export type Beginning = (typeof BEGINNINGS)[number];

/** What the page of averages shows: as its address has it. */
export interface AveragesView {
  /** A new one is being thought up. */
  new?: Beginning;
  /** Of that collection. */
  collection?: string;
  /** The picture that is open. */
  picture?: string;
}

/** What the page of one average shows: as its address has it. */
export interface AverageView {
  /** The picture that is open. */
  picture?: string;
  /** The average that it is compared with. */
  beside?: string;
}

const AVERAGE = /^a[0-9a-f]{16}$/;
const LONGEST_NAME = 500; // characters: as the server has it

/** Returns what an address of the page of averages asks for; what makes no sense is left out. */
export function averagesViewOf(given: Record<string, unknown>): AveragesView {
  const view: AveragesView = {};
  const begun = BEGINNINGS.find((beginning) => beginning === given["new"]);
  if (begun !== undefined) view.new = begun;
  // An address that says `?collection=2024` has a number in it.
  const named = given["collection"];
  const collection = typeof named === "number" ? String(named) : named;
  if (begun === "collection" && typeof collection === "string" && collection !== "") {
    view.collection = collection.slice(0, LONGEST_NAME);
  }
  return { ...view, ...pictureOf(given) };
}

/** Returns what an address of an average asks for; what makes no sense is left out. */
export function averageViewOf(given: Record<string, unknown>): AverageView {
  const beside = given["beside"];
  return { ...(isId(beside) ? { beside } : {}), ...pictureOf(given) };
}

function pictureOf(given: Record<string, unknown>): { picture?: string } {
  const picture = given["picture"];
  return isId(picture) ? { picture } : {};
}

function isId(given: unknown): given is string {
  return typeof given === "string" && AVERAGE.test(given);
}
