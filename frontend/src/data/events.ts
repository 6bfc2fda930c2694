import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { getJobQueryKey } from "@/client/@tanstack/react-query.gen";
import { listen } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { Pace } from "./pace";
import { type About, askWhoIsThere, refresh } from "./queries";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;

/** Whether the server is heard. */
export type Connection = "connecting" | "open" | "lost";

/** What changed in the library, as the event `library` has it. */
interface Changed {
  photos: boolean;
  people: boolean;
  edits: boolean;
  rounds: boolean;
}

type Listener = () => void;

/**
 * Hears what changes on the server, and asks again for what is shown.
 *
 * News that come close together are answered by one round of questions.
 */
export class News {
  readonly #queries: QueryClient;
  readonly #listeners = new Set<Listener>();
  readonly #due = new Map<About, ReturnType<typeof setTimeout>>();
  readonly #paces = new Map<About, Pace>();
  #connection: Connection = "connecting";
  #heard = false;
  #ending = new AbortController();

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  get connection(): Connection {
    return this.#connection;
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Listens until `stop`. */
  async start(): Promise<void> {
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        const { stream } = await listen({
          signal,
          sseMaxRetryAttempts: 1,
          onSseEvent: (event) => {
            wait = FIRST_WAIT_MS;
            this.hear(event.event ?? "", event.data);
          },
          onSseError: () => this.#lose(),
        });
        for await (const _ of stream); // what is said is heard by `onSseEvent`
      } catch {
        this.#lose();
      }
      if (signal.aborted) return;
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  stop(): void {
    this.#ending.abort();
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }

  /** Takes one piece of news. */
  hear(kind: string, data: unknown): void {
    if (kind === "hello") {
      const again = this.#heard;
      this.#heard = true;
      this.#become("open");
      // Whatever happened between two streams, nobody told: one ends by itself every ten minutes.
      if (again) this.#later("photos", "people", "edits", "rounds", "jobs");
    } else if (kind === "job") {
      const job = data as JobOut;
      this.#queries.setQueryData(getJobQueryKey({ path: { job: job.job } }), job);
      this.#later("jobs");
    } else if (kind === "library") {
      const changed = data as Changed;
      if (changed.photos) this.#later("photos");
      if (changed.people) this.#later("people");
      if (changed.edits) this.#later("edits");
      if (changed.rounds) this.#later("rounds");
    }
  }

  #later(...about: About[]): void {
    for (const noun of about) {
      if (this.#due.has(noun)) continue;
      const pace = this.#paces.get(noun) ?? new Pace();
      this.#paces.set(noun, pace);
      const timer = setTimeout(() => {
        this.#due.delete(noun);
        refresh(this.#queries, [noun]);
      }, pace.wait(Date.now()));
      this.#due.set(noun, timer);
    }
  }

  /** The server is away, or it does not know us any more: the session says which. */
  #lose(): void {
    this.#become("lost");
    askWhoIsThere(this.#queries);
  }

  #become(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const listener of this.#listeners) listener();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Hears the news as long as the component is there, and says whether the server is heard. */
export function useNews(news: News): Connection {
  useEffect(() => {
    void news.start();
    return () => news.stop();
  }, [news]);
  return useSyncExternalStore(news.subscribe, () => news.connection);
}
