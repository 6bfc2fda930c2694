import { createUpload, deleteUpload, getUpload, listUploads, sendUpload } from "@/client/sdk.gen";
import type { Surroundings, UploadServer } from "./sending";

const LARGEST_DIGESTED = 64 * 2 ** 20; // bytes: all of it is in memory for a moment
const UNFINISHED_MS = 5_000; // so long one list of them serves all files

/** Uploads by the generated client. */
function server(): UploadServer {
  let listed: { when: number; answer: ReturnType<UploadServer["unfinished"]> } | null = null;
  return {
    begin: async (order) => (await createUpload({ body: order })).data,
    look: async (upload) => (await getUpload({ path: { upload } })).data,
    send: async (upload, offset, bytes, signal) =>
      (await sendUpload({ path: { upload }, query: { offset }, body: bytes, signal })).data,
    giveUp: async (upload) => {
      await deleteUpload({ path: { upload } });
    },
    unfinished: () => {
      const now = performance.now();
      if (listed === null || now - listed.when > UNFINISHED_MS) {
        const answer = listUploads().then(({ data }) => data);
        const asked = { when: now, answer };
        listed = asked;
        answer.catch(() => {
          if (listed === asked) listed = null;
        });
      }
      return listed.answer;
    },
  };
}

/** Returns what sending needs, in this browser. */
export function browserSurroundings(): Surroundings {
  return { server: server(), wait, now: () => performance.now(), digest };
}

/** Waits; less long where the network comes back meanwhile. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Browsers digest only on pages from this machine or over TLS. */
async function digest(file: Blob): Promise<string | null> {
  if (!isSecureContext || file.size > LARGEST_DIGESTED) return null;
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
