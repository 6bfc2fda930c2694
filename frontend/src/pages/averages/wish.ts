import type { JobOrder } from "@/client/types.gen";
import type { AveragesView } from "@/data/averageView";
import type { Formats } from "@/lib/format";
import { spanOfYear } from "@/lib/spans";
import { type Conditions, proposedTitle } from "@/parts/average/recipe";
import type { Texts } from "@/text";

export type Who = "everybody" | "people" | "collection";
export type Gender = "all" | "both" | "female" | "male";
export type Size = 256 | 512 | 1024;

/** Somebody who was picked for an average. */
export interface Picked {
  person: string;
  name: string | null;
  feature?: string | null;
}

/** An average that somebody thinks up, as its form has it. */
export interface Wish {
  who: Who;
  people: readonly Picked[];
  collection: string | null;
  gender: Gender;
  /** Years, both included; null: any. */
  ages: readonly [number, number] | null;
  /** Years, both included; null: without that end. */
  from: number | null;
  until: number | null;
  /** Pixels; null: as many as the photos carry. */
  size: Size | null;
  /** As it was written; null: as it is proposed. */
  title: string | null;
}

/** What is not said yet, so that nothing can be made. */
export type Missing = "people" | "collection" | "title";

export const OLDEST = 100;

/** Returns the form as an address asks for it. */
export function wishOf({ new: begun, collection }: AveragesView): Wish {
  return {
    who: begun === "people" || begun === "collection" ? begun : "everybody",
    people: [],
    collection: collection ?? null,
    gender: begun === "both" ? "both" : "all",
    ages: null,
    from: null,
    until: null,
    size: null,
    title: null,
  };
}

/** Returns the title of an average: the one that was written, or the one that fits. */
export function titleOfWish(text: Texts, format: Formats, wish: Wish): string {
  if (wish.title !== null) return wish.title;
  if (missingIn(wish) !== null) return "";
  if (wish.gender === "both" && wish.who === "everybody" && isWide(wish)) return text.averages.both;
  return proposedTitle(
    text,
    format,
    conditions(wish, wish.gender === "both" ? "all" : wish.gender),
  );
}

/** Returns what has to be said before anything can be made; null: nothing. */
export function missingIn(wish: Wish): Missing | null {
  if (wish.who === "people" && wish.people.length === 0) return "people";
  if (wish.who === "collection" && wish.collection === null) return "collection";
  return wish.title !== null && wish.title.trim() === "" ? "title" : null;
}

/** Returns the titles under which averages would be kept. */
export function titlesOf(text: Texts, format: Formats, wish: Wish): string[] {
  const title = titleOfWish(text, format, wish).trim();
  if (wish.gender !== "both") return [title];
  const { inside } = text.averages.of;
  const isUsual = wish.title === null && wish.who === "everybody";
  return (["female", "male"] as const).map((gender) =>
    isUsual ? proposedTitle(text, format, conditions(wish, gender)) : `${title}, ${inside[gender]}`,
  );
}

/** Returns the jobs that make what is wished for: two where women and men go beside each other. */
export function ordersOf(text: Texts, format: Formats, wish: Wish): JobOrder[] {
  const genders = wish.gender === "both" ? (["female", "male"] as const) : [wish.gender];
  const titles = titlesOf(text, format, wish);
  return genders.map((gender, index) => {
    const of = conditions(wish, gender);
    return {
      kind: "average",
      arguments: {
        title: titles[index] ?? "",
        ...(wish.who === "people" ? { people: wish.people.map(({ person }) => person) } : {}),
        ...(of.collection === null ? {} : { collection: of.collection }),
        ...(of.gender === null ? {} : { gender: of.gender }),
        ...(of.ages === null ? {} : { ages: [...of.ages] }),
        ...(of.since === null ? {} : { since: `${of.since}T00:00:00` }),
        ...(of.before === null ? {} : { before: `${of.before}T00:00:00` }),
        ...(wish.size === null ? {} : { side: wish.size }),
      },
    };
  });
}

function conditions(wish: Wish, gender: Gender): Conditions {
  const { people, collection, ages, from, until } = wish;
  const picked = wish.who === "people" ? people : [];
  return {
    names: picked.flatMap(({ name }) => name ?? []),
    people: picked.length,
    faces: 0,
    collection: wish.who === "collection" ? collection : null,
    gender: gender === "female" || gender === "male" ? gender : null,
    ages,
    since: from === null ? null : spanOfYear(from).since,
    before: until === null ? null : spanOfYear(until).before,
  };
}

function isWide({ ages, from, until }: Wish): boolean {
  return ages === null && from === null && until === null;
}
