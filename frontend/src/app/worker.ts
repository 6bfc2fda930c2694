/** Lets the browser keep the page itself, so that it opens at once; never a photo (`worker.ts`). */
export function installWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("worker.js").catch(() => {
    // Without it everything works; it only opens slower.
  });
}
