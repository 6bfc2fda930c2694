import { createContext, useContext, useSyncExternalStore } from "react";
import {
  type Failure,
  Pace,
  type Refusal,
  type Surroundings,
  sendFile,
  type Watcher,
} from "./sending";

/** One file on its way, as it stands. Never changed: another one takes its place. */
export interface Item {
  readonly id: number;
  readonly file: File;
  /** Below the folder that was chosen, such as "Holiday/IMG_1.jpg"; else the name. */
  readonly path: string;
  readonly collection: string | null;
  readonly state: "waiting" | "sending" | "stored" | "duplicate" | "refused" | "failed";
  /** Bytes on the server's disk. */
  readonly sent: number;
  /** The server is not reached: it goes on by itself. */
  readonly troubled: boolean;
  readonly photo: string | null;
  /** That adds the photo; null: none is known. */
  readonly job: string | null;
  readonly reason: Refusal | null;
  readonly failure: Failure | null;
  /** What the server said of it, in English; "" if nothing. */
  readonly detail: string;
}

/** A file that somebody chose. */
export interface Chosen {
  file: File;
  path: string;
}

/** Everything there is to show. */
export interface Standing {
  readonly items: readonly Item[];
  readonly paused: boolean;
  readonly totals: Totals;
}

/** Counts of files and bytes. */
export interface Totals {
  readonly files: number;
  readonly waiting: number;
  readonly sending: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Refused or failed. */
  readonly bad: number;
  /** Of what is to be sent or was. */
  readonly bytes: number;
  readonly sent: number;
  /** Null as long as there is too little to tell. */
  readonly bytesPerSecond: number | null;
}

/** Files that are sent at a time. */
const AT_ONCE = 3;
/** Files that may be on the list. */
export const MOST_FILES = 20_000;
const RATE_MS = 8_000;
const TELLING_MS = 1_500;

/** Sends files in the background: a list of them, three at a time, wherever one looks. */
export class Uploads {
  readonly #around: Surroundings;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Map<number, { ending: AbortController; upload: string | null }>();
  readonly #pace = new Pace();
  readonly #moves: { when: number; bytes: number }[] = [];
  #items = new Map<number, Item>();
  #opened: (() => void)[] = [];
  #paused = false;
  #next = 1;
  #standing: Standing | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly standing = (): Standing => {
    this.#standing ??= {
      items: [...this.#items.values()],
      paused: this.#paused,
      totals: this.#totals(),
    };
    return this.#standing;
  };

  /** Whether something would be lost if the page were closed now. */
  get busy(): boolean {
    const { waiting, sending } = this.standing().totals;
    return waiting + sending > 0;
  }

  /**
   * Takes files to send; those that are on the list already are passed over.
   *
   * @returns How many there was no room for.
   */
  add(chosen: readonly Chosen[], collection: string | null = null): number {
    const known = new Set([...this.#items.values()].map((item) => identity(item)));
    let left = 0;
    for (const one of chosen) {
      const own = identity(one);
      if (known.has(own)) continue;
      known.add(own);
      if (this.#items.size >= MOST_FILES) left += 1;
      else this.#put(begun(this.#next++, one, collection));
    }
    this.#changed();
    this.#pump();
    return left;
  }

  pause(): void {
    this.#paused = true;
    this.#changed();
  }

  resume(): void {
    this.#paused = false;
    for (const open of this.#opened.splice(0)) open();
    this.#changed();
    this.#pump();
  }

  /** Tries what failed once more. */
  retry(id?: number): void {
    for (const item of this.#items.values()) {
      const meant = id === undefined ? item.state === "failed" : item.id === id;
      if (meant && item.state === "failed") {
        this.#put({ ...item, state: "waiting", sent: 0, reason: null, failure: null, detail: "" });
      }
    }
    this.#changed();
    this.#pump();
  }

  /** Takes a file off the list; what came of it so far is given up. */
  cancel(id: number): void {
    const run = this.#running.get(id);
    this.#items.delete(id);
    this.#changed();
    if (run === undefined) return;
    run.ending.abort();
    for (const open of this.#opened.splice(0)) open();
  }

  /** Takes everything off the list that is not done. */
  cancelAll(): void {
    for (const item of this.standing().items) {
      if (item.state === "waiting" || item.state === "sending") this.cancel(item.id);
    }
    this.#paused = false;
    this.#changed();
  }

  /** Takes what is done off the list, and with `bad` what could not be taken in, too. */
  clear(): void {
    for (const item of this.standing().items) {
      if (item.state !== "waiting" && item.state !== "sending") this.#items.delete(item.id);
    }
    this.#changed();
  }

  #pump(): void {
    if (this.#paused) return;
    for (const item of this.#items.values()) {
      if (this.#running.size >= AT_ONCE) return;
      if (item.state === "waiting" && !this.#running.has(item.id)) void this.#send(item);
    }
  }

  async #send(item: Item): Promise<void> {
    const run: { ending: AbortController; upload: string | null } = {
      ending: new AbortController(),
      upload: null,
    };
    this.#running.set(item.id, run);
    this.#change(item.id, { state: "sending" });
    const watcher = this.#watcher(item.id, run);
    const { signal } = run.ending;
    try {
      const outcome = await sendFile(
        item.file,
        item.collection,
        this.#around,
        watcher,
        this.#pace,
        signal,
      );
      this.#change(item.id, ended(item, outcome));
    } catch {
      // Only who cancelled gets here, or who met an error of ours.
      if (!signal.aborted) {
        this.#change(item.id, { state: "failed", failure: "server", troubled: false });
      }
    } finally {
      this.#running.delete(item.id);
      if (signal.aborted && run.upload !== null) void this.#giveUp(run.upload);
      this.#pump();
    }
  }

  #watcher(id: number, run: { ending: AbortController; upload: string | null }): Watcher {
    return {
      began: (upload) => {
        run.upload = upload;
      },
      moved: (offset) => {
        const before = this.#items.get(id)?.sent ?? 0;
        if (offset > before) this.#moves.push({ when: this.#around.now(), bytes: offset - before });
        this.#change(id, { sent: offset });
      },
      troubled: (troubled) => this.#change(id, { troubled }),
      gate: async () => {
        while (this.#paused && !run.ending.signal.aborted) {
          await new Promise<void>((resolve) => this.#opened.push(resolve));
        }
      },
    };
  }

  /** What cannot be given up now, the server gives up by itself a day later. */
  async #giveUp(upload: string): Promise<void> {
    try {
      await this.#around.server.giveUp(upload);
    } catch {
      await this.#around.wait(1_000, new AbortController().signal);
      await this.#around.server.giveUp(upload).catch(() => undefined);
    }
  }

  #change(id: number, change: Partial<Item>): void {
    const item = this.#items.get(id);
    if (item === undefined) return;
    this.#put({ ...item, ...change });
    this.#changed();
  }

  #put(item: Item): void {
    this.#items.set(item.id, item);
  }

  #changed(): void {
    this.#standing = null;
    for (const listener of this.#listeners) listener();
  }

  #totals(): Totals {
    const counts = { waiting: 0, sending: 0, stored: 0, duplicate: 0, refused: 0, failed: 0 };
    let bytes = 0;
    let sent = 0;
    for (const item of this.#items.values()) {
      counts[item.state] += 1;
      if (item.state === "refused" || item.state === "failed") continue;
      bytes += item.file.size;
      sent += isDone(item) ? item.file.size : item.sent;
    }
    return {
      files: this.#items.size,
      waiting: counts.waiting,
      sending: counts.sending,
      stored: counts.stored,
      duplicates: counts.duplicate,
      bad: counts.refused + counts.failed,
      bytes,
      sent,
      bytesPerSecond: this.#rate(),
    };
  }

  /** Bytes in a second, of the last few. */
  #rate(): number | null {
    const now = this.#around.now();
    while (this.#moves[0] !== undefined && now - this.#moves[0].when > RATE_MS) this.#moves.shift();
    const first = this.#moves[0];
    if (first === undefined || now - first.when < TELLING_MS) return null;
    const moved = this.#moves.slice(1).reduce((sum, move) => sum + move.bytes, 0);
    return (moved * 1_000) / (now - first.when);
  }
}

/** Whether there is nothing left to do for a file. */
export function isDone(item: Pick<Item, "state">): boolean {
  return item.state === "stored" || item.state === "duplicate";
}

export const UploadsContext = createContext<Uploads | null>(null);

/** Returns what sends files, as it stands. */
export function useUploads(): { uploads: Uploads } & Standing {
  const uploads = useContext(UploadsContext);
  if (uploads === null) throw new Error("There is nothing around this that uploads.");
  return { uploads, ...useSyncExternalStore(uploads.subscribe, uploads.standing) };
}

function begun(id: number, { file, path }: Chosen, collection: string | null): Item {
  return {
    id,
    file,
    path,
    collection,
    state: "waiting",
    sent: 0,
    troubled: false,
    photo: null,
    job: null,
    reason: null,
    failure: null,
    detail: "",
  };
}

function ended(item: Item, outcome: Awaited<ReturnType<typeof sendFile>>): Partial<Item> {
  const { state } = outcome;
  if (state === "refused") {
    return { state, troubled: false, reason: outcome.reason, detail: outcome.detail };
  }
  if (state === "failed") {
    return { state, troubled: false, failure: outcome.failure, detail: outcome.detail };
  }
  return { state, troubled: false, sent: item.file.size, photo: outcome.photo, job: outcome.job };
}

function identity({ file, path }: Chosen): string {
  return `${path}\n${file.size}\n${file.lastModified}`;
}
