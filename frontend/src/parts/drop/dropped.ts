import type { Chosen } from "@/data/uploads";

/** Files that are taken out of folders at a time; a disk that is dropped does not end. */
const MOST = 20_000;
const DEEPEST = 32;

/** Files that systems leave in folders, and nobody means. */
const NOISE = /^(?:\..*|thumbs\.db|desktop\.ini)$/i;

/**
 * Returns the files of a drop, those in folders too.
 *
 * The items of a drop are gone after the event: they are taken before anything is awaited.
 */
export async function filesOf(transfer: DataTransfer): Promise<Chosen[]> {
  const files = [...transfer.items].filter((item) => item.kind === "file");
  const entries = files.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found: Chosen[] = [];
  for (const entry of entries) {
    if (entry === null) continue;
    if (entry instanceof File) found.push({ file: entry, path: entry.name });
    else await walk(entry, found, 0);
  }
  return found;
}

/** Returns the files that a field for files has. */
export function filesOfInput(list: FileList | null): Chosen[] {
  return [...(list ?? [])]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ file, path }) => path === file.name || !isNoise(path))
    .slice(0, MOST);
}

/** Returns whether a path leads to what a system left there. */
export function isNoise(path: string): boolean {
  return path.split("/").some((name) => NOISE.test(name));
}

/** Adds all files below an entry. */
export async function walk(entry: FileSystemEntry, found: Chosen[], depth: number): Promise<void> {
  if (found.length >= MOST || depth > DEEPEST) return;
  const path = entry.fullPath.replace(/^\//, "");
  if (depth > 0 && isNoise(entry.name)) return;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file !== null) found.push({ file, path });
  } else if (entry.isDirectory) {
    for await (const child of childrenOf(entry as FileSystemDirectoryEntry)) {
      await walk(child, found, depth + 1);
    }
  }
}

/** One that cannot be opened any more is left out. */
function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

/** Browsers give a hundred at a time. */
async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return;
    yield* some;
  }
}
