import type { EditOut } from "@/client/types.gen";
import { mark, woven } from "@/lib/woven";
import type { Texts } from "@/text";

type Words = Texts["history"];

/** Somebody an entry names: as they were called then. */
export interface Somebody {
  person: string;
  name: string | null;
}

/** An entry of the log as a sentence, in which marks stand for people. */
export interface Said {
  sentence: string;
  people: Somebody[];
  /** The face it is about, if it is one. */
  face: string | null;
  /** People who ended with it. */
  ended: string[];
}

const ID = "p[0-9a-f]{16,24}";
const PERSON = `(?:"(?:.+?)" \\(${ID}\\)|${ID})`;
const FACES = "(?:face f[0-9a-f]+|[\\d,]+ faces)";

/** How a sentence of the server reads, and what it says in words of ours. */
type Pattern = readonly [RegExp, (found: string[], say: Saying) => string];

const PATTERNS: readonly Pattern[] = [
  [/^edit \d+ taken back: (.*)$/s, ([what = ""], say) => say.words.takenBack(say.again(what))],
  [
    says(`(${ID}) is called "(.*)"`),
    ([who = "", name = ""], { words, person }) => words.named(person(`"${name}" (${who})`)),
  ],
  [
    says(`(${PERSON}) has no name any more`),
    ([who = ""], { words, person }) => words.unnamed(person(who)),
  ],
  [
    says(`(${FACES}) assigned to (${PERSON})`),
    ([faces = "", who = ""], { words, person, count }) => words.assigned(count(faces), person(who)),
  ],
  [
    says(`(${FACES}) confirmed as (${PERSON})`),
    ([faces = "", who = ""], say) => {
      say.count(faces);
      return say.words.confirmed(say.person(who));
    },
  ],
  [
    says(`(${FACES}) (?:is|are) not (${PERSON})`),
    ([faces = "", who = ""], say) => say.words.rejected(say.count(faces), say.person(who)),
  ],
  [
    says(`(${FACES}) (?:is|are) not a face`),
    ([faces = ""], { words, count }) => words.noFace(count(faces)),
  ],
  [
    says(`(${FACES}) (?:is|are) ignored`),
    ([faces = ""], { words, count }) => words.ignored(count(faces)),
  ],
  [says(`(${PERSON}) is hidden`), ([who = ""], { words, person }) => words.hidden(person(who))],
  [says(`(${PERSON}) is shown again`), ([who = ""], { words, person }) => words.shown(person(who))],
  [
    says(`(${FACES}) stands for (${PERSON})`),
    ([faces = "", who = ""], say) => {
      say.count(faces);
      return say.words.featured(say.person(who));
    },
  ],
  [
    says(`(${PERSON}) is not (${PERSON})`),
    ([one = "", other = ""], { words, person }) => words.apart(person(one), person(other)),
  ],
  [
    says(`(${PERSON}(?:, ${PERSON})*) merged into (${PERSON})`),
    ([gone = "", into = ""], say) => say.merged(gone, into),
  ],
  [
    says(`(${FACES}) of (${PERSON}) split off as (${PERSON})`),
    ([faces = "", from = "", to = ""], say) =>
      say.words.split(say.count(faces), say.person(from), say.person(to)),
  ],
  [
    says(`(${PERSON}) opted out of averages and games`),
    ([who = ""], { words, person }) => words.optedOut(person(who)),
  ],
  [
    says(`(${PERSON}) opted in again`),
    ([who = ""], { words, person }) => words.optedIn(person(who)),
  ],
  [
    says(`(${PERSON}) was born in (\\d+)`),
    ([who = "", year = ""], { words, person }) => words.born(person(who), year),
  ],
  [
    says(`(${PERSON}) has no year of birth any more`),
    ([who = ""], { words, person }) => words.bornUnknown(person(who)),
  ],
  [
    /^([\d,]+) faces? grouped: ([\d,]+) new (?:person|people)/,
    ([faces = "", people = ""], { words }) => words.grouped(asNumber(faces), asNumber(people)),
  ],
  [/^strictness changed: /, (_, { words }) => words.strictness],
  [
    /^([\d,]+) photos? forgotten$/,
    ([photos = ""], { words }) => words.forgotPhotos(asNumber(photos)),
  ],
  [/^1 person forgotten$/, (_, { words }) => words.forgotPerson],
  [/^\(about something that is forgotten\)$/, (_, { words }) => words.forgotten],
];

/**
 * Returns what an entry says, in the words of a language.
 *
 * The server writes the log in English; what is not understood stays as it wrote it.
 */
export function saidBy(edit: Pick<EditOut, "what">, words: Words): Said {
  const saying = new Saying(words);
  return { sentence: saying.again(edit.what), ...saying.about };
}

/** Returns what is said without links: names stand where people do. */
export function plainly(said: Said, words: Words): string {
  return woven(said.sentence)
    .map((piece) =>
      typeof piece === "string" ? piece : (said.people[piece]?.name ?? words.somebody),
    )
    .join("")
    .replace(/^./u, (first) => first.toUpperCase());
}

/** Collects whom a sentence names while it is made. */
class Saying {
  readonly words: Words;
  readonly about: Omit<Said, "sentence"> = { people: [], face: null, ended: [] };

  constructor(words: Words) {
    this.words = words;
  }

  readonly again = (what: string): string => {
    for (const [pattern, sentence] of PATTERNS) {
      const found = pattern.exec(what);
      if (found !== null) return sentence(found.slice(1), this);
    }
    return what;
  };

  readonly person = (told: string): string => {
    this.about.people.push(somebody(told));
    return mark(this.about.people.length - 1);
  };

  /** Returns how many faces it says, and keeps the one. */
  readonly count = (told: string): number => {
    if (!told.startsWith("face ")) return asNumber(told);
    this.about.face = told.slice("face ".length);
    return 1;
  };

  merged(gone: string, into: string): string {
    const ending = gone.match(new RegExp(PERSON, "g")) ?? [];
    this.about.ended.push(...ending.map((one) => somebody(one).person));
    const kept = this.person(into);
    if (ending.length !== 1) return this.words.mergedMany(ending.length, kept);
    return this.words.merged(this.person(ending[0] ?? ""), kept);
  }
}

function somebody(told: string): Somebody {
  const [, name, id] = new RegExp(`^"(.+)" \\((${ID})\\)$`, "s").exec(told) ?? [];
  return id === undefined ? { person: told, name: null } : { person: id, name: name ?? null };
}

function says(sentence: string): RegExp {
  return new RegExp(`^${sentence}$`, "s");
}

function asNumber(told: string): number {
  return Number.parseInt(told.replaceAll(",", ""), 10);
}
