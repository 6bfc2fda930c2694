import type { Rhythm } from "@/lib/cron";
import type { Texts } from "@/text";

/** Returns what a rule comes to, in words, by the server's clock. */
export function rhythmWords(rhythm: Rhythm, { game }: Pick<Texts, "game">): string {
  const words = game.cron;
  switch (rhythm.kind) {
    case "minutely":
      return words.minutely(rhythm.minutes);
    case "hourly":
      return words.hourly(rhythm.minute);
    case "daily":
      return words.daily(rhythm.time);
    case "weekly":
      return words.weekly(words.weekdays(rhythm.weekdays), rhythm.time);
    case "monthly":
      return words.monthly(rhythm.days.join(", "), rhythm.time);
    case "other":
      return words.other;
  }
}
