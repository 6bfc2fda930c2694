import type { Formats } from "@/lib/format";
import type { Texts } from "@/text";

// Of trustworthiness, where 0.5 is chance and 1 is perfect (Venna and Kaski, 2001): our words for it.
const GOOD = 0.9;
const FAIR = 0.75;

/** Returns in a sentence how far neighbours on the map can be relied on. */
export function trustWords(text: Texts, format: Formats, trustworthiness: number | null): string {
  const words = text.map.trust;
  if (trustworthiness === null) return words.unknown;
  const share = format.percent(trustworthiness);
  if (trustworthiness >= GOOD) return words.good(share);
  return trustworthiness >= FAIR ? words.fair(share) : words.poor(share);
}
