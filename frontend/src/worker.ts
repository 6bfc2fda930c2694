/// <reference lib="webworker" />

/**
 * The service worker: keeps the shell, so that the page opens at once and says so when the server
 * is away. It keeps files of the page only: whatever is below /api goes past it, so no photo, no
 * face and no name is ever in its cache.
 */

const scope = self as unknown as ServiceWorkerGlobalScope;
const SHELL = "likeness-shell";
const home = new URL("./", scope.location.href);

function isAsset(url: URL): boolean {
  return url.origin === home.origin && url.pathname.startsWith(`${home.pathname}assets/`);
}

scope.addEventListener("install", (event) => {
  event.waitUntil(scope.skipWaiting());
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(scope.clients.claim());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (isAsset(url)) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate" && isPage(url)) event.respondWith(freshFirst(request));
});

/** Pages of ours: neither the API, nor its documentation, nor the way in, nor a report. */
function isPage(url: URL): boolean {
  const below = url.pathname.slice(home.pathname.length);
  return url.origin === home.origin && !/^(api|docs|enter|healthz|readyz|metrics)\b/.test(below);
}

/** Files whose names carry the hash of their content never change. */
async function keptFirst(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept !== undefined) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await shell.put(request, fresh.clone());
  return fresh;
}

/** The page as the server has it now; without the server, as it was last. */
async function freshFirst(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      await forgetOld(shell, await fresh.clone().text());
      await shell.put(home, fresh.clone());
    }
    return fresh;
  } catch (error) {
    const kept = await shell.match(home);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** Drops the files of earlier versions once the page names another entry. */
async function forgetOld(shell: Cache, page: string): Promise<void> {
  const before = await shell.match(home);
  if (before === undefined || entry(await before.text()) === entry(page)) return;
  for (const request of await shell.keys()) await shell.delete(request);
}

function entry(page: string): string {
  return /assets\/index-[\w-]+\.js/.exec(page)?.[0] ?? "";
}
