import type { Item, Totals } from "@/data/uploads";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/text";

const RANKS: Record<Item["state"], number> = {
  failed: 0,
  refused: 0,
  sending: 1,
  waiting: 2,
  stored: 3,
  duplicate: 3,
};

/** Returns the files as one wants to see them: what needs somebody, what moves, what waits. */
export function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((one, two) => RANKS[one.state] - RANKS[two.state] || one.id - two.id);
}

/** Returns what all of it comes to, in a few words. */
export function headline(
  text: Texts["upload"]["overview"],
  format: Pick<Formats, "number">,
  totals: Totals,
  paused: boolean,
): string {
  const { files, waiting, sending, stored, duplicates } = totals;
  if (waiting + sending > 0) {
    const done = format.number(files - waiting - sending);
    const all = format.number(files);
    return paused ? text.paused(done, all) : text.sending(done, all);
  }
  if (stored > 0) return text.done(stored);
  return duplicates > 0 ? text.known(duplicates) : text.nothing;
}

/** Returns how long it takes still, seconds; null as long as that would be a guess. */
export function secondsLeft(totals: Totals): number | null {
  const { bytes, sent, bytesPerSecond } = totals;
  if (bytesPerSecond === null || bytesPerSecond <= 0 || sent >= bytes) return null;
  return Math.max(1, Math.round((bytes - sent) / bytesPerSecond));
}

/** Returns the collection that all of them went to; null if none or several. */
export function collectionOf(items: readonly Item[]): string | null {
  const names = new Set(items.map((item) => item.collection));
  const [only] = names;
  return names.size === 1 ? (only ?? null) : null;
}
