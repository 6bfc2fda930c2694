/** What has a place: equal ones share it. */
export interface Placed {
  place: number;
}

/** Those of one place. */
export interface Step<Entry extends Placed> {
  place: number;
  entries: Entry[];
}

const STEPS = 3;

/**
 * Returns the steps of a podium, best first: places one to three.
 *
 * Where two share the first place there is no second, and the third stands on the second step's side.
 */
export function stepsOf<Entry extends Placed>(entries: readonly Entry[]): Step<Entry>[] {
  const steps = new Map<number, Entry[]>();
  for (const entry of entries) {
    if (entry.place > STEPS) continue;
    const same = steps.get(entry.place);
    if (same === undefined) steps.set(entry.place, [entry]);
    else same.push(entry);
  }
  return [...steps]
    .map(([place, same]) => ({ place, entries: same }))
    .sort((one, other) => one.place - other.place);
}

/** Returns steps as they stand beside each other: the best in the middle. */
export function sideBySide<One>([first, second, third]: readonly One[]): One[] {
  return [second, first, third].filter((one) => one !== undefined);
}
