import type { Texts } from "@/text";

/** Fewest characters of a password, as the server has it. */
export const LEAST = 10;

/** Returns what is wrong with a new password; undefined where nothing is. */
export function passwordFault(text: Texts, password: string): string | undefined {
  // Characters as the server counts them, which are not those of UTF-16.
  return [...password].length < LEAST ? text.settings.access.tooShort : undefined;
}

/** Returns what is wrong with its repetition. */
export function repetitionFault(text: Texts, password: string, again: string): string | undefined {
  return password === again ? undefined : text.settings.access.differs;
}
