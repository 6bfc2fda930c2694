import { useSyncExternalStore } from "react";

/** How this browser shows things; the server never learns of it. */
export interface Preferences {
  language: "auto" | "en" | "ko";
  scheme: "auto" | "light" | "dark";
  /** Colours of the boxes around faces. */
  boxes: "colour" | "colour-blind" | "off";
  /** Height that rows of photos aim at, in pixels. */
  rows: "small" | "medium" | "large";
}

const KEY = "likeness-preferences";
const SCHEME_KEY = "likeness-scheme"; // read by scheme.js before the first paint
const USUAL: Preferences = { language: "auto", scheme: "auto", boxes: "colour", rows: "medium" };
const KNOWN: { [Name in keyof Preferences]: readonly Preferences[Name][] } = {
  language: ["auto", "en", "ko"],
  scheme: ["auto", "light", "dark"],
  boxes: ["colour", "colour-blind", "off"],
  rows: ["small", "medium", "large"],
};

const listeners = new Set<() => void>();
let current = read();

/** Returns the preferences out of what was stored; what is not understood is as usual. */
export function understood(stored: string | null): Preferences {
  let given: unknown;
  try {
    given = JSON.parse(stored ?? "{}");
  } catch {
    return USUAL;
  }
  if (typeof given !== "object" || given === null) return USUAL;
  const chosen: Record<string, unknown> = { ...USUAL };
  for (const [name, values] of Object.entries(KNOWN)) {
    const value: unknown = (given as Record<string, unknown>)[name];
    if ((values as readonly unknown[]).includes(value)) chosen[name] = value;
  }
  return chosen as unknown as Preferences;
}

function read(): Preferences {
  try {
    return understood(localStorage.getItem(KEY));
  } catch {
    return USUAL; // storage is shut: nothing is remembered
  }
}

function write(next: Preferences): void {
  current = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
    localStorage.setItem(SCHEME_KEY, next.scheme);
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

/** Returns the preferences of this browser as they are now. */
export function currentPreferences(): Preferences {
  return current;
}

/** Returns the preferences of this browser, and what changes some of them. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const preferences = useSyncExternalStore(subscribe, () => current);
  return [preferences, (change) => write({ ...current, ...change })];
}
