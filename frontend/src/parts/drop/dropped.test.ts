import { describe, expect, it } from "vitest";
import type { Chosen } from "@/data/uploads";
import { isNoise, walk } from "./dropped";

/** A file of a folder, as browsers have it. */
function file(path: string, broken = false): FileSystemEntry {
  const name = path.split("/").at(-1) ?? "";
  return {
    isFile: true,
    isDirectory: false,
    name,
    fullPath: `/${path}`,
    file: (done: (file: File) => void, failed: () => void) =>
      broken ? failed() : done(new File(["x"], name)),
  } as unknown as FileSystemEntry;
}

/** A folder that gives its entries two at a time, as browsers give a hundred. */
function folder(path: string, children: FileSystemEntry[]): FileSystemEntry {
  const createReader = () => {
    const left = [...children];
    return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
  };
  const name = path.split("/").at(-1) ?? "";
  return {
    isFile: false,
    isDirectory: true,
    name,
    fullPath: `/${path}`,
    createReader,
  } as unknown as FileSystemEntry;
}

async function pathsBelow(entry: FileSystemEntry): Promise<string[]> {
  const found: Chosen[] = [];
  await walk(entry, found, 0);
  return found.map((one) => one.path);
}

describe("walk", () => {
  it("finds every file of a folder and of those in it", async () => {
    const trip = folder("trip", [
      file("trip/1.jpg"),
      file("trip/2.jpg"),
      file("trip/3.jpg"),
      folder("trip/rome", [file("trip/rome/4.jpg")]),
      file("trip/5.jpg"),
    ]);

    expect(await pathsBelow(trip)).toEqual([
      "trip/1.jpg",
      "trip/2.jpg",
      "trip/3.jpg",
      "trip/rome/4.jpg",
      "trip/5.jpg",
    ]);
  });

  it("leaves out what systems put there, and what cannot be opened", async () => {
    const trip = folder("trip", [
      file("trip/.DS_Store"),
      file("trip/Thumbs.db"),
      folder("trip/.git", [file("trip/.git/a.jpg")]),
      file("trip/gone.jpg", true),
      file("trip/1.jpg"),
    ]);

    expect(await pathsBelow(trip)).toEqual(["trip/1.jpg"]);
  });

  it("ends where folders lie too deep", async () => {
    let deep = file("deep.jpg");
    for (let level = 0; level < 40; level++) deep = folder(`level${level}`, [deep]);

    expect(await pathsBelow(deep)).toEqual([]);
  });
});

describe("isNoise", () => {
  it("knows what nobody means by dropping a folder", () => {
    expect(isNoise("trip/.thumbs/1.jpg")).toBe(true);
    expect(isNoise("trip/desktop.ini")).toBe(true);
    expect(isNoise("trip/1.jpg")).toBe(false);
  });
});
