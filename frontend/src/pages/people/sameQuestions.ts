import type { QuestionOut } from "@/client/types.gen";

/** Two people who might be one. */
export interface Pair {
  one: Side;
  other: Side;
  probability: number;
}

interface Side {
  person: string;
  name: string | null;
  faces: number;
}

const LEAST = 0.2; // less likely ones are asked on the review page, where they are one of many
const PERSON = /^p[0-9a-f]{16,}$/;

/** Returns the pairs of people that questions are about, most likely first. */
export function pairsOf(questions: readonly QuestionOut[], most: number): Pair[] {
  return questions
    .flatMap(({ kind, one, other, probability }) => {
      if (kind !== "same" || other === null || probability === null) return [];
      if (!PERSON.test(one.id) || !PERSON.test(other.id) || probability < LEAST) return [];
      const [first, second] =
        one.name === null && other.name !== null ? [other, one] : [one, other];
      return [{ one: sideOf(first), other: sideOf(second), probability }];
    })
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, most);
}

function sideOf({ id, name, faces }: QuestionOut["one"]): Side {
  return { person: id, name, faces };
}
