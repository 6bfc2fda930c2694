/** Things of one day, in the order they came in. */
export interface Day<Item> {
  /** "2026-11-21", where the reader is. */
  day: string;
  items: Item[];
}

/** Puts what happened on one day together; the order stays. */
export function byDay<Item extends { when: string }>(
  items: readonly Item[],
  dayOf: (when: string) => string = dayHere,
): Day<Item>[] {
  const days: Day<Item>[] = [];
  for (const item of items) {
    const day = dayOf(item.when);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** Returns the day of a moment, where the reader is. */
export function dayHere(when: string): string {
  return here(when).slice(0, 10);
}

/** Returns a moment as clocks show it where the reader is: "2026-11-21T14:03:00". */
export function here(when: string): string {
  const at = new Date(when);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Whether a day is today or yesterday; null: it is longer ago. */
export function nearness(day: string, now: Date = new Date()): "today" | "yesterday" | null {
  const today = dayHere(now.toISOString());
  if (day === today) return "today";
  const before = new Date(`${today}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return day === before.toISOString().slice(0, 10) ? "yesterday" : null;
}
