/** Which rows are in the page, and which photos are wanted for them. */
export interface View {
  firstRow: number;
  endRow: number;
  /** Places of photos: of the rows where somebody looks, not of those that fly past. */
  wantedFirst: number;
  wantedEnd: number;
}

/** How fast the page scrolls: while it flies nothing can be looked at. */
export type Motion = "resting" | "moving" | "flying";

const NONE: View = { firstRow: 0, endRow: 0, wantedFirst: 0, wantedEnd: 0 };
const REST_MS = 120;

/** Where one looks: told to those alone who draw it, many times a second. */
export class Viewpoint {
  readonly #listeners = new Set<() => void>();
  #view = NONE;
  #fast = false;
  #moved = Number.NEGATIVE_INFINITY;

  readonly get = (): View => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(next: View): void {
    const before = this.#view;
    if ((Object.keys(next) as (keyof View)[]).every((name) => before[name] === next[name])) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  }

  /** Says that the page scrolls; `now`: milliseconds. */
  move(now: number, fast: boolean): void {
    this.#moved = now;
    this.#fast = fast;
  }

  motion(now: number): Motion {
    if (now - this.#moved > REST_MS) return "resting";
    return this.#fast ? "flying" : "moving";
  }
}
