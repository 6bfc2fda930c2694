import type { ApartOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/text";

const ERRORS = 2; // standard errors: what is nearer to nothing happens by chance once in twenty times

/** Returns how far two averages are apart, in sentences: the most important one first. */
export function apartInWords(
  text: Texts,
  format: Formats,
  { distance, plain, error }: Pick<ApartOut, "distance" | "plain" | "error">,
): string[] {
  const words = text.averages.compare;
  const number = (n: number): string => format.number(Number(n.toFixed(3)));
  if (distance === null) return [words.tooFew, words.plain(number(plain))];
  if (error === null) return [words.distanceOnly(number(distance))];
  const said = words.distance(number(distance), number(error));
  return distance < ERRORS * error ? [words.chance, said] : [said];
}
