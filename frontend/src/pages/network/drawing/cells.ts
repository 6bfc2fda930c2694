/**
 * Which of a fixed number of cells holds what; the one that was wanted longest ago makes room.
 *
 * Keys are indices of nodes.
 */
export class Cells {
  readonly #count: number;
  readonly #of = new Map<number, number>(); // by key, in the order in which they were wanted last

  constructor(count: number) {
    this.#count = count;
  }

  /** Returns the cell of a key; -1: it has none. */
  of(key: number): number {
    return this.#of.get(key) ?? -1;
  }

  /** Says that a key that has a cell is wanted still. */
  touch(key: number): void {
    const cell = this.#of.get(key);
    if (cell === undefined) return;
    this.#of.delete(key);
    this.#of.set(key, cell);
  }

  /** Gives a key a cell and returns it, with the key that had to go, if one had to. */
  take(key: number): { cell: number; gone: number | null } {
    const kept = this.#of.get(key);
    if (kept !== undefined) return { cell: kept, gone: null };
    if (this.#of.size < this.#count) {
      const cell = this.#of.size;
      this.#of.set(key, cell);
      return { cell, gone: null };
    }
    const [gone, cell] = this.#of.entries().next().value ?? [0, 0];
    this.#of.delete(gone);
    this.#of.set(key, cell);
    return { cell, gone };
  }
}
