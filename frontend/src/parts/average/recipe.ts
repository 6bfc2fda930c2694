import type { AverageRecipe } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import { named } from "@/lib/spans";
import { spanWords } from "@/parts/filters/spanWords";
import type { Texts } from "@/text";

/** Conditions of an average that can be said in words; all that are given hold. */
export interface Conditions {
  /** Names of the people it is of; none: everybody. */
  names: readonly string[];
  /** Of how many people and faces it is; they may be more than there are names. */
  people: number;
  faces: number;
  collection: string | null;
  gender: "female" | "male" | null;
  /** Years, both included. */
  ages: readonly [number, number] | null;
  /** Days, as "2024-05-17": from this one on, and before that one. */
  since: string | null;
  before: string | null;
}

const MOST_NAMES = 3;

/** Returns the conditions of an average that is kept. `names`: of those of its people who have one. */
export function conditionsOf(recipe: AverageRecipe, names: readonly string[]): Conditions {
  return {
    names,
    people: recipe.people?.length ?? 0,
    faces: recipe.faces?.length ?? 0,
    collection: recipe.collection ?? null,
    gender: recipe.gender ?? null,
    ages: recipe.ages ?? null,
    since: recipe.since?.slice(0, 10) ?? null,
    before: recipe.before?.slice(0, 10) ?? null,
  };
}

/** Returns of whom an average is, such as "Women aged 20 to 29, in “Party”, 2019". */
export function conditionsInWords(text: Texts, format: Formats, of: Conditions): string {
  const words = text.averages.of;
  const aged =
    of.ages === null ? null : words.aged(format.number(of.ages[0]), format.number(of.ages[1]));
  return words.sentence(
    whoInWords(text, format, of),
    aged,
    of.collection === null ? null : words.collection(of.collection),
    timeInWords(text, format, of),
  );
}

/** Returns a title for such an average: short, and different where the sets are. */
export function proposedTitle(text: Texts, format: Formats, of: Conditions): string {
  const words = text.averages.of;
  const whole = of.people === 0 && of.faces === 0 && of.collection === null;
  const first = whole
    ? of.gender === null
      ? words.everybody
      : words[of.gender]
    : [of.collection, of.people + of.faces > 0 ? peopleInWords(text, format, of) : null];
  const parts = [
    first,
    whole || of.gender === null ? null : words.inside[of.gender],
    of.ages === null ? null : words.years(format.number(of.ages[0]), format.number(of.ages[1])),
    timeInWords(text, format, of),
  ];
  return parts
    .flat()
    .filter((part) => part !== null)
    .join(", ");
}

function whoInWords(text: Texts, format: Formats, of: Conditions): string {
  const words = text.averages.of;
  if (of.people + of.faces > 0) {
    const who = peopleInWords(text, format, of);
    return of.gender === null ? who : words.among(words[of.gender], who);
  }
  return of.gender === null ? words.everybody : words[of.gender];
}

/** Returns "Anna, Ben and 4 more"; "3 people" where nobody has a name. */
function peopleInWords(text: Texts, format: Formats, of: Conditions): string {
  const named = of.names.slice(0, MOST_NAMES);
  const more = of.people - named.length;
  const said = [...named];
  if (more > 0)
    said.push(named.length > 0 ? text.averages.of.more(more) : text.common.people(more));
  if (of.faces > 0) said.push(text.common.faces(of.faces));
  return format.list(said);
}

function timeInWords(text: Texts, format: Formats, of: Conditions): string | null {
  const span = named({
    ...(of.since === null ? {} : { since: of.since }),
    ...(of.before === null ? {} : { before: of.before }),
  });
  return span === null ? null : spanWords(span, text, format);
}
