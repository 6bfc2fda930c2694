import { describe, expect, it } from "vitest";
import type { Item, Totals } from "@/data/uploads";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { collectionOf, headline, inOrder, secondsLeft } from "./standing";

const TOTALS: Totals = {
  files: 50,
  waiting: 0,
  sending: 0,
  stored: 0,
  duplicates: 0,
  bad: 0,
  bytes: 1_000,
  sent: 0,
  bytesPerSecond: null,
};

function item(id: number, state: Item["state"], collection: string | null = null): Item {
  return { id, state, collection } as Item;
}

function said(totals: Partial<Totals>, paused = false): string {
  return headline(en.upload.overview, formats("en"), { ...TOTALS, ...totals }, paused);
}

describe("headline", () => {
  it("says how many are done while some are on their way", () => {
    expect(said({ waiting: 35, sending: 3, stored: 12 })).toBe("Uploading 12 of 50");
    expect(said({ waiting: 35, sending: 3, stored: 12 }, true)).toBe("Paused at 12 of 50");
  });

  it("says what came of it", () => {
    expect(said({ stored: 49, bad: 1 })).toBe("49 photos have arrived");
    expect(said({ stored: 1 })).toBe("1 photo has arrived");
    expect(said({ duplicates: 3 })).toBe("All 3 photos are in your library already");
    expect(said({ bad: 2 })).toBe("Nothing arrived");
  });
});

describe("secondsLeft", () => {
  it("tells how long it takes at this pace", () => {
    expect(secondsLeft({ ...TOTALS, sent: 400, bytesPerSecond: 100 })).toBe(6);
  });

  it("tells nothing that would be a guess", () => {
    expect(secondsLeft(TOTALS)).toBeNull();
    expect(secondsLeft({ ...TOTALS, bytesPerSecond: 0 })).toBeNull();
    expect(secondsLeft({ ...TOTALS, sent: 1_000, bytesPerSecond: 5 })).toBeNull();
  });
});

describe("inOrder", () => {
  it("puts what needs somebody first, then what moves, and what is done last", () => {
    const items = [item(1, "stored"), item(2, "waiting"), item(3, "sending"), item(4, "refused")];

    expect(inOrder(items).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });
});

describe("collectionOf", () => {
  it("names the collection of all of them, if it is one", () => {
    expect(collectionOf([item(1, "stored", "Rome"), item(2, "stored", "Rome")])).toBe("Rome");
    expect(collectionOf([item(1, "stored", "Rome"), item(2, "stored")])).toBeNull();
    expect(collectionOf([])).toBeNull();
  });
});
