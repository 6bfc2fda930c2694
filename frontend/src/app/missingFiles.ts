const KEY = "likeness-opened-anew";
const APART_MS = 60_000;

const missing = new WeakSet<object>();

/** Remembers errors that say that a file of the page is gone: the server may have a newer page. */
export function watchForMissingFiles(): void {
  window.addEventListener("vite:preloadError", ({ payload }) => missing.add(payload));
}

/** Returns whether a page broke because one of its files is gone. */
export function isOfMissingFile(error: unknown): boolean {
  return error instanceof Error && missing.has(error);
}

/** Returns whether to open the page anew by itself: never twice within a minute. */
export function mayOpenAnew(store: Pick<Storage, "getItem" | "setItem">, now: number): boolean {
  const last = Number(store.getItem(KEY) ?? Number.NEGATIVE_INFINITY);
  if (now - last < APART_MS) return false;
  store.setItem(KEY, String(now));
  return true;
}
