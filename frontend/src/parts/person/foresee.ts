import type { InfiniteData } from "@tanstack/react-query";
import type { LibraryOut, PersonOut, PersonWhy, QuestionOut } from "@/client/types.gen";

/** What a decision about people changes in the answers that are kept. */
export interface Change {
  /** What holds of people from now on. */
  told?: ReadonlyMap<string, Partial<PersonOut>>;
  /** People who are not there any more. */
  gone?: ReadonlySet<string>;
  /** Two people between whom it is decided: they are not suggested again. */
  settled?: readonly [string, string];
  /** Faces that leave the person they are with. */
  left?: ReadonlySet<string>;
  /** Faces about which nothing is in doubt any more. */
  sure?: ReadonlySet<string>;
  /** How many more people have a name. */
  named?: number;
}

type Listed = { person: string };
type Pages = { items: readonly unknown[] };

/**
 * Returns a kept answer as it will be once a decision is carried out.
 *
 * @returns The very same answer where nothing changes in it.
 */
export function foreseen(operation: string, answer: unknown, change: Change): unknown {
  switch (operation) {
    case "listPeople":
      return inPages(answer, (items) => people(items as PersonOut[], change));
    case "listFaces":
      return inPages(answer, (items) => faces(items as { face: string }[], change));
    case "getPerson":
      return told(answer as PersonOut, change);
    case "suggestPeople":
    case "listTogether":
    case "listSimilar":
      return people(answer as PersonOut[], change);
    case "whyPerson":
      return why(answer as PersonWhy, change);
    case "listQuestions":
      return kept(answer as QuestionOut[], (question) => !isAnswered(question, change));
    case "getLibrary":
      return library(answer as LibraryOut, change);
    default:
      return answer;
  }
}

function people<Person extends Listed>(list: readonly Person[], change: Change): readonly Person[] {
  const left = kept(list, (person) => !change.gone?.has(person.person));
  return left.some((person) => change.told?.has(person.person))
    ? left.map((person) => told(person, change))
    : left;
}

function faces<Face extends { face: string }>(
  list: readonly Face[],
  change: Change,
): readonly Face[] {
  return kept(list, (face) => !change.left?.has(face.face));
}

function told<Person extends Listed>(person: Person, change: Change): Person {
  const news = change.told?.get(person.person);
  return news === undefined ? person : { ...person, ...news };
}

function why(answer: PersonWhy, change: Change): PersonWhy {
  const settled = new Set(change.settled?.includes(answer.person) ? change.settled : []);
  const merges = kept(people(answer.merges, change), (rival) => !settled.has(rival.person));
  const apart = people(answer.apart, change);
  const doubtful = kept(
    answer.doubtful,
    (one) => !change.left?.has(one.face) && !change.sure?.has(one.face),
  );
  const same = merges === answer.merges && apart === answer.apart && doubtful === answer.doubtful;
  return same
    ? answer
    : { ...answer, merges: [...merges], apart: [...apart], doubtful: [...doubtful] };
}

function isAnswered(question: QuestionOut, change: Change): boolean {
  const sides = [question.one.id, ...(question.other === null ? [] : [question.other.id])];
  if (sides.some((side) => change.gone?.has(side))) return true;
  const { settled } = change;
  return settled !== undefined && sides.length === 2 && sides.every((id) => settled.includes(id));
}

function library(answer: LibraryOut, change: Change): LibraryOut {
  const fewer = change.gone?.size ?? 0;
  const named = change.named ?? 0;
  if (fewer === 0 && named === 0) return answer;
  return { ...answer, people: answer.people - fewer, named: answer.named + named };
}

function inPages(
  answer: unknown,
  change: (items: readonly unknown[]) => readonly unknown[],
): unknown {
  if (isInfinite(answer)) {
    const pages = answer.pages.map((page) => changedPage(page, change));
    return pages.some((page, i) => page !== answer.pages[i]) ? { ...answer, pages } : answer;
  }
  return changedPage(answer as Pages, change);
}

function changedPage(
  page: Pages,
  change: (items: readonly unknown[]) => readonly unknown[],
): Pages {
  const items = change(page.items);
  return items === page.items ? page : { ...page, items };
}

function isInfinite(answer: unknown): answer is InfiniteData<Pages> {
  return typeof answer === "object" && answer !== null && "pages" in answer;
}

/** Like `filter`, but the same list where all of it stays. */
function kept<Item>(list: readonly Item[], stays: (item: Item) => boolean): readonly Item[] {
  return list.every(stays) ? list : list.filter(stays);
}
