import { Cells } from "./cells";

/** Pixels of one portrait in the sheet, and of the sheet: 256 portraits. */
export const CELL = 128;
export const SHEET = 2_048;
/** Around a portrait, pixels of the sheet: what lies beside it must not shine through. */
export const MARGIN = 4;
const ROW = SHEET / CELL;
const AT_ONCE = 6; // a browser has as many connections

/** A picture on its way from the server, or here. */
export type Loader = (source: string) => Promise<ImageBitmap | null>;

/** Portraits that are large enough to be seen: the same few cells hold those that are in sight. */
export class Portraits {
  readonly cells = new Cells(ROW * ROW);
  readonly #sourceOf: (node: number) => string | null;
  readonly #come: (nodes: readonly number[]) => void;
  readonly #load: Loader;
  readonly #pictures = new Map<number, ImageBitmap>();
  readonly #refused = new Set<number>();
  #wanted: number[] = [];
  #loading = new Set<number>();
  #ended = false;

  /**
   * @param sourceOf Where the portrait of a node is; null: it has none.
   * @param come Is called with nodes whose portrait came, or went.
   */
  constructor(
    sourceOf: (node: number) => string | null,
    come: (nodes: readonly number[]) => void,
    load: Loader = loaded,
  ) {
    this.#sourceOf = sourceOf;
    this.#come = come;
    this.#load = load;
  }

  /** Returns the portrait of a node, if it is here. */
  picture(node: number): ImageBitmap | undefined {
    return this.#pictures.get(node);
  }

  /** All that are here. */
  get all(): ReadonlyMap<number, ImageBitmap> {
    return this.#pictures;
  }

  /** Says whose portraits are to be here, the most wanted first; what is under way is finished. */
  want(nodes: readonly number[]): void {
    const most = nodes.slice(0, ROW * ROW);
    for (const node of most.toReversed()) this.cells.touch(node);
    this.#wanted = most.filter((node) => !this.#pictures.has(node) && !this.#refused.has(node));
    this.#next();
  }

  end(): void {
    this.#ended = true;
    this.#wanted = [];
    for (const picture of this.#pictures.values()) picture.close();
    this.#pictures.clear();
  }

  #next(): void {
    while (this.#loading.size < AT_ONCE) {
      const node = this.#wanted.shift();
      if (node === undefined) return;
      const source = this.#sourceOf(node);
      if (source === null || this.#loading.has(node)) continue;
      this.#loading.add(node);
      void this.#load(source).then((picture) => this.#arrived(node, picture));
    }
  }

  #arrived(node: number, picture: ImageBitmap | null): void {
    this.#loading.delete(node);
    if (this.#ended) {
      picture?.close();
      return;
    }
    if (picture === null) this.#refused.add(node);
    else {
      const { gone } = this.cells.take(node);
      if (gone !== null) {
        this.#pictures.get(gone)?.close();
        this.#pictures.delete(gone);
      }
      this.#pictures.set(node, picture);
      this.#come(gone === null ? [node] : [node, gone]);
    }
    this.#next();
  }
}

/** Returns where a cell lies in the sheet, pixels. */
export function placeOf(cell: number): { x: number; y: number } {
  return { x: (cell % ROW) * CELL, y: Math.floor(cell / ROW) * CELL };
}

/** Loads and decodes a picture beside the page's own work; null: there is none. */
async function loaded(source: string): Promise<ImageBitmap | null> {
  const image = new Image();
  image.src = source;
  try {
    await image.decode();
    const side = CELL - 2 * MARGIN;
    return await createImageBitmap(image, {
      resizeWidth: side,
      resizeHeight: side,
      resizeQuality: "medium",
    });
  } catch {
    return null; // forgotten meanwhile, or the server is away: the colour of its group stays
  }
}
