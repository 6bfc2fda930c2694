const SHORTEST_MS = 600;
const LONGEST_MS = 8_000;
const QUIET_MS = 10_000;

/**
 * How long to let news gather before asking again: not at all long for a single piece, longer and
 * longer while they do not end, as while a hundred thousand photos are added.
 */
export class Pace {
  #wait = SHORTEST_MS;
  #last = Number.NEGATIVE_INFINITY;

  /** Returns how long to wait, milliseconds, for news that came at `now`. */
  wait(now: number): number {
    const quiet = now - this.#last > QUIET_MS;
    this.#wait = quiet ? SHORTEST_MS : Math.min(this.#wait * 1.5, LONGEST_MS);
    this.#last = now + this.#wait;
    return this.#wait;
  }
}
