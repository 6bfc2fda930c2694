import { useSyncExternalStore } from "react";
import { createSamples } from "@/client/sdk.gen";
import type { FindOrder, SampleOut } from "@/client/types.gen";
import { ApiError, UnreachableError } from "@/data/api";
import { looked } from "@/data/sending";
import { MOST_PICTURES, orderOf, toggled, usualChoice } from "./choice";

/** Why a picture cannot be used: codes of the server's, and our own. */
export type PictureFault =
  | "empty"
  | "not_an_image"
  | "video"
  | "document"
  | "unsupported"
  | "damaged"
  | "too_many_pixels"
  | "too_many_bytes"
  | "vanished"
  | "other"
  | "unreachable"
  | "busy";

/** A picture that was brought. Never changed: another one takes its place. */
export interface Picture {
  readonly kind: "picture";
  readonly id: number;
  readonly name: string;
  readonly file: File;
  /** Address of the picture in this browser. */
  readonly url: string;
  readonly fault: PictureFault | null;
  /** Null as long as it is looked at, or if it cannot be used. */
  readonly sample: SampleOut | null;
  /** Numbers of the faces that count. */
  readonly chosen: readonly number[];
}

/** A face of the library that stands for whom to find. */
export interface Known {
  readonly kind: "face";
  readonly id: number;
  readonly face: string;
}

/** What was brought, and how to search. */
export interface SearchState {
  readonly brought: readonly (Picture | Known)[];
  readonly everything: boolean;
  readonly collection: string | null;
  /** More pictures came than one search takes. */
  readonly tooMany: boolean;
}

const NOTHING: SearchState = { brought: [], everything: false, collection: null, tooMany: false };
const AT_ONCE = 2; // the server looks at two at a time

/** What is being looked for. Outlives the page, so that one can go to a person and come back. */
export class Search {
  readonly #listeners = new Set<() => void>();
  #state = NOTHING;
  #next = 1;
  #looking = 0;
  #queue: number[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SearchState => this.#state;

  /** Takes pictures, and looks which faces are on them. */
  bring(files: readonly File[]): void {
    const room = MOST_PICTURES - this.#state.brought.length;
    const pictures = files.slice(0, Math.max(0, room)).map((file) => this.#picture(file));
    this.#become({
      brought: [...this.#state.brought, ...pictures],
      tooMany: files.length > room,
    });
    this.#queue.push(...pictures.map((picture) => picture.id));
    this.#pump();
  }

  /** Takes faces of the library, of one person, in the place of all that was brought. */
  know(faces: readonly string[]): void {
    this.clear();
    const brought = faces
      .slice(0, MOST_PICTURES)
      .map((face) => ({ kind: "face", id: this.#next++, face }) as const);
    this.#become({ brought });
  }

  /** Looks at a picture again that could not be used. */
  retry(id: number): void {
    this.#change(id, { fault: null, sample: null });
    this.#queue.push(id);
    this.#pump();
  }

  remove(id: number): void {
    const gone = this.#state.brought.find((one) => one.id === id);
    if (gone?.kind === "picture") URL.revokeObjectURL(gone.url);
    this.#become({
      brought: this.#state.brought.filter((one) => one.id !== id),
      tooMany: false,
    });
  }

  /** Takes a face of a picture in or out. */
  toggle(id: number, number: number): void {
    const one = this.#find(id);
    if (one !== undefined) this.#change(id, { chosen: toggled(one.chosen, number) });
  }

  narrow(change: Partial<Pick<SearchState, "everything" | "collection">>): void {
    this.#become(change);
  }

  clear(): void {
    for (const one of this.#state.brought) this.remove(one.id);
    this.#queue = [];
    this.#become(NOTHING);
  }

  /**
   * Does something with what was asked for at some moment. The server knows a picture for ten
   * minutes: after that it is shown it once more.
   *
   * @throws ApiError, UnreachableError.
   */
  async asked<Answer>(
    state: SearchState,
    ask: (order: FindOrder) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await ask(this.#orderOf(state));
    } catch (error) {
      if (!(error instanceof ApiError && error.kind === "unknown-sample")) throw error;
      await this.#lookAgain();
      return await ask(this.#orderOf(state));
    }
  }

  /** The samples are those that the server knows now; which faces count is as it was then. */
  #orderOf({ brought, everything, collection }: SearchState): FindOrder {
    const fresh = brought.map((one) =>
      one.kind === "picture" ? { ...one, sample: this.#find(one.id)?.sample ?? one.sample } : one,
    );
    const order = orderOf(fresh, everything, collection);
    if (order === null) throw new Error("No face counts.");
    return order;
  }

  #picture(file: File): Picture {
    return {
      kind: "picture",
      id: this.#next++,
      name: file.name,
      file,
      url: URL.createObjectURL(file),
      fault: null,
      sample: null,
      chosen: [],
    };
  }

  #pump(): void {
    while (this.#looking < AT_ONCE) {
      const id = this.#queue.shift();
      if (id === undefined) return;
      this.#looking += 1;
      void this.#look(id).finally(() => {
        this.#looking -= 1;
        this.#pump();
      });
    }
  }

  async #look(id: number): Promise<void> {
    const picture = this.#find(id);
    if (picture === undefined) return;
    try {
      const sample = await seen(picture.file);
      this.#change(id, { sample, chosen: usualChoice(sample.faces) });
    } catch (error) {
      this.#change(id, { fault: faultOf(error) });
    }
  }

  /** Shows the server all pictures once more; the same faces count, under the same numbers. */
  async #lookAgain(): Promise<void> {
    for (const one of this.#state.brought) {
      if (one.kind !== "picture" || one.sample === null) continue;
      try {
        this.#change(one.id, { sample: await seen(one.file) });
      } catch (error) {
        this.#change(one.id, { sample: null, fault: faultOf(error) });
        throw error;
      }
    }
  }

  #find(id: number): Picture | undefined {
    const found = this.#state.brought.find((one) => one.id === id);
    return found?.kind === "picture" ? found : undefined;
  }

  #change(id: number, change: Partial<Picture>): void {
    this.#become({
      brought: this.#state.brought.map((one) =>
        one.id === id && one.kind === "picture" ? { ...one, ...change } : one,
      ),
    });
  }

  #become(change: Partial<SearchState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The search of this page: there is one, wherever one goes meanwhile. */
export const search = new Search();

export function useSearchState(): SearchState {
  return useSyncExternalStore(search.subscribe, search.state);
}

class Fault extends Error {
  readonly fault: PictureFault;

  constructor(fault: PictureFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Shows the server one picture: one that cannot be used would refuse all others with it. */
async function seen(file: File): Promise<SampleOut> {
  const refused = await looked(file).catch(() => {
    throw new Fault("vanished");
  });
  if (refused?.state === "refused") throw new Fault(asFault(refused.reason));
  const { data } = await createSamples({ body: { pictures: [file] } });
  const [sample] = data.samples;
  if (sample === undefined) throw new Fault("other");
  return sample;
}

/** Returns why a picture cannot be used. */
export function faultOf(error: unknown): PictureFault {
  if (error instanceof Fault) return error.fault;
  if (error instanceof UnreachableError) return "unreachable";
  if (!(error instanceof ApiError)) return "other";
  if (error.status === 413) return "too_many_bytes";
  if (error.status === 429 || error.status === 503) return "busy";
  return asFault(error.reason);
}

const KNOWN: ReadonlySet<string> = new Set<PictureFault>([
  "empty",
  "not_an_image",
  "video",
  "document",
  "unsupported",
  "damaged",
  "too_many_pixels",
  "too_many_bytes",
]);

function asFault(reason: string | null): PictureFault {
  return reason !== null && KNOWN.has(reason) ? (reason as PictureFault) : "other";
}
