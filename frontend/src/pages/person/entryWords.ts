import type { EditOut } from "@/client/types.gen";
import type { Texts } from "@/text";

/** Whom an entry of the log names: in its own words, people stand as `"Anna" (p0...)` or as ids. */
interface Named {
  id: string | null;
  name: string | null;
}

const FACES = /^(?:face f[0-9a-f]{16}|(\d+) faces)/;
const PERSON =
  /"((?:[^"]|"(?! \(p[0-9a-f]{16}))*)" \((p[0-9a-f]{16}(?:[0-9a-f]{8})?)\)|\b(p[0-9a-f]{16}(?:[0-9a-f]{8})?)\b/g;
const TAKEN_BACK = /^edit \d+ taken back: /;

/** Returns an entry of the log in the reader's language; what is not understood, as it is. */
export function entryInWords(entry: Pick<EditOut, "kind" | "what">, text: Texts): string {
  if (entry.kind === "undo") return undone(entry.what, text);
  return inWords(entry.kind, entry.what, text) ?? entry.what;
}

function undone(what: string, text: Texts): string {
  const inner = what.replace(TAKEN_BACK, "");
  if (TAKEN_BACK.test(inner)) return text.person.entry.undone(undone(inner, text));
  // An undo says what it took back, but not of what kind that was: its words tell.
  const kind = KINDS.find(([pattern]) => pattern.test(inner))?.[1];
  const words = kind === undefined ? null : inWords(kind, inner, text);
  return text.person.entry.undone(words ?? inner);
}

const KINDS: readonly [RegExp, EditOut["kind"]][] = [
  [/ is called "|has no name any more$/, "name"],
  [/ assigned to /, "assign"],
  [/ confirmed as /, "confirm"],
  [/ merged into /, "merge"],
  [/ split off as /, "split"],
  [/^(?:face f|\d+ faces).* is not /, "reject"],
  [/ is hidden$| is shown again$/, "hide"],
  [/ stands for /, "feature"],
  [/ was born in |has no year of birth any more$/, "born"],
  [/ opted out of | opted in again$/, "opt_out"],
  [/ is not /, "apart"],
];

function inWords(kind: EditOut["kind"], what: string, text: Texts): string | null {
  const words = text.person.entry;
  const people = peopleIn(what);
  const called = (one: Named | undefined): string => one?.name ?? text.person.somebody;
  const faces = text.common.faces(facesIn(what));
  switch (kind) {
    case "name": {
      const name = / is called "(.*)"$/.exec(what)?.[1];
      return name === undefined ? words.unnamed : words.named(name);
    }
    case "assign":
      return words.assigned(faces, called(people.at(-1)));
    case "confirm":
      return words.confirmed(faces);
    case "merge":
      if (people.length < 2) return null;
      return words.merged(people.slice(0, -1).map(called).join(", "), called(people.at(-1)));
    case "split":
      return words.split(faces);
    case "reject":
      return words.rejected(faces, called(people.at(-1)));
    case "not_a_face":
      return words.notAFace(faces);
    case "ignore":
      return words.ignored(faces);
    case "hide":
      return what.endsWith("is hidden") ? words.hidden : words.shown;
    case "feature":
      return words.featured;
    case "apart":
      return people.length < 2 ? null : words.apart(called(people[0]), called(people[1]));
    case "born": {
      const year = / was born in (\d+)$/.exec(what)?.[1];
      return year === undefined ? words.unborn : words.born(year);
    }
    case "opt_out":
      return what.endsWith("in again") ? words.optedIn : words.optedOut;
    case "group":
      return words.grouped;
    case "forget":
      return words.forgotten;
    case "undo":
      return null;
  }
}

/** Returns the people whom an entry names, in order. */
export function peopleIn(what: string): Named[] {
  return [...what.matchAll(PERSON)].map(([, name, id, bare]) => ({
    id: id ?? bare ?? null,
    name: name ?? null,
  }));
}

function facesIn(what: string): number {
  const found = FACES.exec(what);
  return found?.[1] === undefined ? 1 : Number(found[1]);
}
