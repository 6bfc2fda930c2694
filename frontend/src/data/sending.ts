import type { BegunOut, SentOut, UploadOrder, UploadOut } from "@/client/types.gen";
import { isNamedAsPicture, pictureKind, TELLING_BYTES } from "@/lib/pictureKind";
import { ApiError, UnreachableError } from "./api";

/** What the server offers to who sends a file; errors as `data/api.ts` has them. */
export interface UploadServer {
  begin: (order: UploadOrder) => Promise<BegunOut>;
  look: (upload: string) => Promise<UploadOut>;
  send: (upload: string, offset: number, bytes: Blob, signal: AbortSignal) => Promise<SentOut>;
  giveUp: (upload: string) => Promise<void>;
  /** Uploads that are not whole yet. */
  unfinished: () => Promise<UploadOut[]>;
}

/** What sending needs of the browser. */
export interface Surroundings {
  server: UploadServer;
  /** Resolves after a while, or at once when `signal` is aborted. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds, of any clock. */
  now: () => number;
  /** SHA-256 of a file as hex digits; null where that costs too much, or cannot be done here. */
  digest: (file: Blob) => Promise<string | null>;
}

/** Why a file was not taken in: codes of the server's, and our own. */
export type Refusal =
  | "empty"
  | "not_an_image"
  | "video"
  | "document"
  | "unsupported"
  | "too_many_bytes"
  | "forgotten"
  | "changed"
  | "vanished"
  | "refused";

/** Why sending stopped, though it may work another time. */
export type Failure = "logged_out" | "not_allowed" | "server";

/** What became of a file. */
export type Outcome =
  | { state: "stored" | "duplicate"; photo: string | null; job: string | null }
  | { state: "refused"; reason: Refusal; detail: string }
  | { state: "failed"; failure: Failure; detail: string };

/** What whoever shows it hears while a file is sent. */
export interface Watcher {
  /** The server knows the upload by this. */
  began: (upload: string) => void;
  /** So many bytes are on the server's disk. */
  moved: (offset: number) => void;
  /** The server was not reached, or is again. */
  troubled: (isTroubled: boolean) => void;
  /** Resolves when sending may go on. */
  gate: () => Promise<void>;
}

const LARGEST_PIECE = 4 * 2 ** 20;
const SMALLEST_PIECE = 2 ** 17;
const FIRST_PIECE = 2 ** 19;
const SWIFT_MS = 700;
const SLOW_MS = 3_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const MOST_TRIES = 8; // while the server answers, but cannot take it now
const MOST_BEGINNINGS = 3;

/** How many bytes to send together: on slow lines few, so that something moves. */
export class Pace {
  bytes = FIRST_PIECE;

  /** Learns from how long a piece took. */
  learn(sent: number, milliseconds: number): void {
    if (milliseconds > SLOW_MS) this.bytes = Math.max(this.bytes / 2, SMALLEST_PIECE);
    else if (milliseconds < SWIFT_MS && sent >= this.bytes) {
      this.bytes = Math.min(this.bytes * 2, LARGEST_PIECE);
    }
  }
}

/**
 * Sends one file, whatever happens on the way: a network that goes, a server that restarts.
 *
 * What cannot be a picture is refused before anything is sent; what the library has is not sent.
 *
 * @throws DOMException "AbortError", once `signal` is aborted.
 */
export async function sendFile(
  file: File,
  collection: string | null,
  around: Surroundings,
  watcher: Watcher,
  pace: Pace,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const refused = await looked(file);
    if (refused !== null) return refused;
    return await new Sending(file, collection, around, watcher, pace, signal).run();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ReadError) return refusal("vanished");
    if (error instanceof Ended) return error.outcome;
    throw error;
  }
}

/** Returns why a file is none to send, by its first bytes; null: it may be one. */
export async function looked(file: File): Promise<Outcome | null> {
  if (file.size === 0) return refusal("empty");
  const kind = pictureKind(new Uint8Array(await read(file.slice(0, TELLING_BYTES))));
  if (kind === "picture") return null;
  if (kind === "unknown") {
    // The server knows more kinds than we do: what is called a picture is for it to judge.
    return isNamedAsPicture(file.name) ? null : refusal("not_an_image");
  }
  return refusal(kind);
}

class Sending {
  readonly #file: File;
  readonly #collection: string | null;
  readonly #around: Surroundings;
  readonly #watcher: Watcher;
  readonly #pace: Pace;
  readonly #signal: AbortSignal;
  #sha256: string | null = null;
  #tries = 0;
  #troubled = false;

  constructor(
    file: File,
    collection: string | null,
    around: Surroundings,
    watcher: Watcher,
    pace: Pace,
    signal: AbortSignal,
  ) {
    this.#file = file;
    this.#collection = collection;
    this.#around = around;
    this.#watcher = watcher;
    this.#pace = pace;
    this.#signal = signal;
  }

  async run(): Promise<Outcome> {
    this.#sha256 = await this.#around.digest(this.#file).catch(() => {
      throw new ReadError();
    });
    for (let beginning = 0; beginning < MOST_BEGINNINGS; beginning++) {
      const begun = await this.#persist(() => this.#begin(), "announced");
      if (begun.outcome === "duplicate" || begun.upload == null) {
        return { state: "duplicate", photo: begun.photo ?? null, job: null };
      }
      this.#watcher.began(begun.upload.upload);
      const outcome = await this.#sendAll(begun.upload);
      if (outcome !== null) return outcome;
    }
    return { state: "failed", failure: "server", detail: "" };
  }

  async #begin(): Promise<BegunOut> {
    const { server } = this.#around;
    const left = this.#sha256 === null ? undefined : await this.#leftOver(this.#sha256);
    if (left !== undefined) return { outcome: "send", upload: left };
    return await server.begin({
      name: this.#file.name || "photo",
      bytes: this.#file.size,
      sha256: this.#sha256,
      collection: this.#collection,
    });
  }

  /** The same file, begun before the page was closed: it goes on where it stopped. */
  async #leftOver(sha256: string): Promise<UploadOut | undefined> {
    return (await this.#around.server.unfinished()).find(
      (upload) =>
        upload.photo === sha256 &&
        upload.bytes === this.#file.size &&
        upload.collection === this.#collection,
    );
  }

  /** Returns what became of it; null: the server does not know of the upload any more. */
  async #sendAll(upload: UploadOut): Promise<Outcome | null> {
    let { offset } = upload;
    this.#watcher.moved(offset);
    for (;;) {
      await this.#watcher.gate();
      this.#signal.throwIfAborted();
      const piece = await this.#piece(offset);
      const began = this.#around.now();
      let sent: SentOut;
      try {
        sent = await this.#around.server.send(upload.upload, offset, piece, this.#signal);
      } catch (error) {
        const where = await this.#whereNow(upload.upload, error);
        if (where === null) return null;
        if (where.complete) return { state: "stored", photo: where.photo, job: null };
        offset = where.offset;
        this.#watcher.moved(offset);
        continue;
      }
      this.#calm();
      this.#pace.learn(piece.size, this.#around.now() - began);
      offset = sent.offset;
      this.#watcher.moved(offset);
      if (sent.complete) {
        return {
          state: sent.outcome ?? "stored",
          photo: sent.photo ?? null,
          job: sent.job ?? null,
        };
      }
    }
  }

  async #piece(offset: number): Promise<Blob> {
    return new Blob([await read(this.#file.slice(offset, offset + this.#pace.bytes))]);
  }

  /** After something went wrong: asks the server how far it is; null: it knows of nothing. */
  async #whereNow(upload: string, error: unknown): Promise<UploadOut | null> {
    if (isGone(error)) return null;
    if (!(error instanceof ApiError && error.kind === "wrong-offset"))
      await this.#bear(error, "sent");
    try {
      return await this.#persist(() => this.#around.server.look(upload), "sent");
    } catch (later) {
      if (later instanceof Gone) return null;
      throw later;
    }
  }

  /** Asks until there is an answer. */
  async #persist<Answer>(ask: () => Promise<Answer>, stage: Stage): Promise<Answer> {
    for (;;) {
      await this.#watcher.gate();
      this.#signal.throwIfAborted();
      try {
        const answer = await ask();
        if (stage === "announced") this.#calm();
        return answer;
      } catch (error) {
        if (isGone(error)) throw new Gone();
        await this.#bear(error, stage);
      }
    }
  }

  /** Waits where another try may help; throws what became of the file where it may not. */
  async #bear(error: unknown, stage: Stage): Promise<void> {
    this.#signal.throwIfAborted();
    const unreached = error instanceof UnreachableError;
    const busy = error instanceof ApiError && WORTH_WAITING.has(error.status) && !isRefusal(error);
    if (!unreached && !busy) throw new Ended(outcomeOf(error, stage, this.#sha256 !== null));
    if (busy && this.#tries >= MOST_TRIES) throw new Ended(outcomeOf(error, stage, false));
    if (!this.#troubled) {
      this.#troubled = true;
      this.#watcher.troubled(true);
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#tries, LONGEST_WAIT_MS);
    this.#tries += 1;
    await this.#around.wait(wait, this.#signal);
    this.#signal.throwIfAborted();
  }

  #calm(): void {
    this.#tries = 0;
    if (!this.#troubled) return;
    this.#troubled = false;
    this.#watcher.troubled(false);
  }
}

type Stage = "announced" | "sent";

const WORTH_WAITING = new Set([408, 409, 429, 502, 503, 504]);

class ReadError extends Error {}
class Gone extends Error {}

class Ended extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super("The file was not sent.");
    this.outcome = outcome;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function isRefusal(error: ApiError): boolean {
  return error.kind === "photo-refused" || error.kind === "upload-refused";
}

/** Reads bytes of a file; it may have been moved or changed since it was chosen. */
async function read(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch {
    throw new ReadError();
  }
}

function refusal(reason: Refusal, detail = ""): Outcome {
  return { state: "refused", reason, detail };
}

function outcomeOf(error: unknown, stage: Stage, digested: boolean): Outcome {
  if (!(error instanceof ApiError)) throw error;
  const { message: detail } = error;
  if (error.kind === "photo-refused") return refusal(asRefusal(error.reason), detail);
  if (error.status === 413) return refusal("too_many_bytes", detail);
  if (error.kind === "upload-refused") {
    // Of what is not empty, the server refuses two things: what was to be forgotten, and a file
    // that is not the announced one. Only a file whose digest was announced can be the latter.
    return refusal(stage === "sent" && digested ? "changed" : "forgotten", detail);
  }
  if (error.status === 401) return { state: "failed", failure: "logged_out", detail };
  if (error.status === 403) return { state: "failed", failure: "not_allowed", detail };
  return { state: "failed", failure: "server", detail };
}

const PASSED_ON = new Set(["empty", "not_an_image", "unsupported", "too_many_bytes"]);

function asRefusal(reason: string | null): Refusal {
  return reason !== null && PASSED_ON.has(reason) ? (reason as Refusal) : "refused";
}
