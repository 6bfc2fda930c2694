import { useCallback, useSyncExternalStore } from "react";

/** What a browser needs to know its own place in a round, and to withdraw. */
export interface Participation {
  participant: string;
  secret: string;
}

const KEY = "likeness-joined";
const MOST = 50; // rounds that are remembered; the oldest are forgotten first

type Kept = Readonly<Record<string, Participation>>;

const listeners = new Set<() => void>();
let current: Kept = read();

/** Returns, by token of the round, what was stored; what is not understood is left out. */
export function understood(stored: string | null): Kept {
  let given: unknown;
  try {
    given = JSON.parse(stored ?? "{}");
  } catch {
    return {};
  }
  if (typeof given !== "object" || given === null) return {};
  const kept: Record<string, Participation> = {};
  for (const [token, value] of Object.entries(given)) {
    if (typeof value !== "object" || value === null) continue;
    const { participant, secret } = value as Record<string, unknown>;
    if (typeof participant === "string" && typeof secret === "string") {
      kept[token] = { participant, secret };
    }
  }
  return kept;
}

/** Returns what is kept with one round more, or with it taken out. */
export function changed(kept: Kept, token: string, joined: Participation | null): Kept {
  const { [token]: _, ...others } = kept;
  if (joined === null) return others;
  const newest = Object.entries({ ...others, [token]: joined }).slice(-MOST);
  return Object.fromEntries(newest);
}

function read(): Kept {
  try {
    return understood(localStorage.getItem(KEY));
  } catch {
    return {}; // storage is shut: one can withdraw as long as the page is open
  }
}

function write(token: string, joined: Participation | null): void {
  current = changed({ ...current, ...read() }, token, joined);
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // It holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const heard = (event: StorageEvent): void => {
    if (event.key !== KEY) return;
    current = understood(event.newValue);
    listener();
  };
  addEventListener("storage", heard);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", heard);
  };
}

/** Returns as whom this browser joined a round, and what remembers or forgets that. */
export function useParticipation(
  token: string,
): [Participation | null, (joined: Participation | null) => void] {
  const kept = useSyncExternalStore(subscribe, () => current);
  const remember = useCallback((joined: Participation | null) => write(token, joined), [token]);
  return [kept[token] ?? null, remember];
}
