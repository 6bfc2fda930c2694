import type { CandidateOut, FindOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/text";
import type { Language } from "@/text/words";

/** What a search came to, to be read. */
export interface Said {
  /** The answer as a sentence. */
  title: string;
  /** How sure it is, such as "97 % sure"; null where nobody was compared. */
  sure: string | null;
  /** Where that comes from, and what to do. */
  lines: string[];
}

/** What was asked: the answer depends on it. */
export interface Question {
  /** Pictures that were brought. */
  pictures: number;
  /** Faces that count, of all pictures. */
  faces: number;
  /** Only faces of the library were brought. */
  known: boolean;
  collection: string | null;
  /** Photos that are probably wrong were asked for too: their number says nothing. */
  everything: boolean;
}

interface Spoken {
  text: Texts["find"]["answer"];
  format: Pick<Formats, "number" | "percent" | "list">;
  language: Language;
}

type Answered = Pick<
  FindOut,
  "answer" | "probability" | "p_value" | "alpha" | "method" | "candidates" | "twins" | "total"
>;

const UNSURE_NAMED = 3;
const WORTH_NAMING = 0.05; // who is less likely is listed, but not named in the sentence
const POSSIBLE = 0.01;
const NEAREST = 3;
const MOST_OTHERS = 6;
const RARE = 0.0001;
const HALF = 0.5;

/** Returns an answer in words: as `workflows/find_words.py` has it, in any language. */
export function answerWords(found: Answered, question: Question, spoken: Spoken): Said {
  switch (found.answer) {
    case "found":
      return foundWords(found, question, spoken);
    case "absent":
      return absentWords(found, question, spoken);
    case "unsure":
      return unsureWords(found, spoken);
    case "no_face":
      return plain(spoken.text.noFace(question.pictures), spoken.text.noFaceHelp);
    case "unrecognisable":
      return plain(spoken.text.unrecognisable(question.pictures), spoken.text.unrecognisableHelp);
  }
}

/** Returns the people that an answer names: those it found, or may have found. */
export function meant(
  found: Pick<FindOut, "answer" | "p_value" | "alpha" | "candidates" | "twins">,
): CandidateOut[] {
  if (found.answer === "unsure") {
    return found.candidates
      .filter((each, place) => place === 0 || (each.probability ?? 1) >= WORTH_NAMING)
      .slice(0, isLikely(found) ? 1 : UNSURE_NAMED);
  }
  if (found.answer !== "found") return [];
  const twins = found.candidates.filter((each) => found.twins.includes(each.person));
  return twins.length > 0 ? twins : found.candidates.slice(0, 1);
}

/** Whether somebody is likely, of whom one is unsure only because strangers look as much alike. */
export function isLikely({
  answer,
  p_value,
  alpha,
}: Pick<FindOut, "answer" | "p_value" | "alpha">) {
  return answer === "unsure" && p_value !== null && alpha !== null && p_value > alpha;
}

/** Returns the people to show beside those who are meant: whoever may be it at all. */
export function others(
  found: Pick<FindOut, "answer" | "p_value" | "alpha" | "candidates" | "twins">,
): CandidateOut[] {
  if (found.answer === "absent") return found.candidates.slice(0, NEAREST);
  if (found.answer !== "found" && found.answer !== "unsure") return [];
  const named = found.answer === "found" || isLikely(found) ? meant(found) : [];
  return found.candidates
    .filter((one, place) => !named.includes(one) && (place === 0 || isPossible(one)))
    .slice(0, MOST_OTHERS);
}

function isPossible({ probability }: CandidateOut): boolean {
  return (probability ?? 1) >= POSSIBLE;
}

/** Returns a probability as whole per cent, never a round certainty: "over 99%". */
export function shareWords(
  probability: number,
  text: Pick<Texts["find"]["answer"], "over" | "under">,
  format: Pick<Formats, "percent">,
): string {
  const whole = Math.round(100 * probability);
  if (whole > 99) return text.over(format.percent(0.99));
  if (whole < 1) return text.under(format.percent(0.01));
  // Half a per cent more, since `percent` cuts off what comes after whole ones.
  return format.percent((whole + 0.5) / 100);
}

function foundWords(
  found: Answered,
  { everything }: Question,
  { text, format, language }: Spoken,
): Said {
  const people = meant(found);
  const spoken = { text, format, language };
  if (people.length === 0) {
    return {
      title: everything ? text.foundSomebody : text.foundStranger(found.total),
      sure: sureWords(found, spoken),
      lines: [text.strangerHelp, ...whyWords(found, spoken)],
    };
  }
  const who = format.list(people.map((person) => person.name ?? text.unnamed));
  const twins = people.length > 1 ? [text.twins(who)] : [];
  return {
    title: everything ? text.foundAmong(who) : text.found(who, found.total),
    sure: sureWords(found, spoken),
    lines: [...whyWords(found, spoken), ...twins],
  };
}

function absentWords(found: Answered, question: Question, spoken: Spoken): Said {
  const { text } = spoken;
  const help = question.faces > 1 ? [text.absentHelp, text.absentSeveral] : [text.absentHelp];
  const title =
    question.collection !== null
      ? text.absentIn(question.collection)
      : question.known
        ? text.absentKnown
        : text.absent;
  const [nearest] = found.candidates;
  if (nearest === undefined || found.p_value === null) return { title, sure: null, lines: help };
  return {
    title,
    sure: null,
    lines: [text.nearest(nearest.name ?? text.unnamed), ...whyWords(found, spoken), ...help],
  };
}

function unsureWords(found: Answered, spoken: Spoken): Said {
  const { text, format, language } = spoken;
  const names = meant(found).map((person) => person.name ?? text.unnamed);
  const [first] = names;
  if (first === undefined) return plain(text.unsureNobody, text.unsureHelp);
  const either = new Intl.ListFormat(language, { type: "disjunction" }).format(names);
  const alone = isLikely(found);
  return {
    title: alone ? text.perhaps(first) : text.unsure(either),
    sure:
      found.probability === null
        ? null
        : text.likely(first, shareWords(found.probability, text, format)),
    lines: [alone ? text.perhapsHelp : text.unsureHelp, ...whyWords(found, spoken)],
  };
}

function sureWords(found: Answered, { text, format }: Spoken): string | null {
  if (found.p_value === null || found.probability === null) return null;
  return text.sure(shareWords(found.probability, text, format));
}

function whyWords(found: Answered, { text, format }: Spoken): string[] {
  if (found.p_value === null || found.probability === null) return [];
  const said = [strangerWords(found.p_value, text, format)];
  if (found.method === "extrapolated") said.push(text.extrapolated);
  return said;
}

function strangerWords(
  value: number,
  text: Texts["find"]["answer"],
  format: Pick<Formats, "number">,
): string {
  if (value < RARE) return text.fewStrangers;
  if (value > HALF) return text.mostStrangers;
  return text.strangers(format.number(Math.round(1 / value)));
}

function plain(title: string, help: string): Said {
  return { title, sure: null, lines: [help] };
}
