import { describe, expect, it } from "vitest";
import type { MapOut } from "@/client/types.gen";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { legendOf, neighbourhoodsOf } from "./legend";
import { mapOption } from "./option";
import { trustWords } from "./trustWords";
import { WHOLE } from "./view";

const MAP: Pick<MapOut, "people" | "points"> = {
  people: [
    { person: "p1", name: "Anna" },
    { person: "p2", name: "Ben" },
    { person: "p3", name: null },
  ],
  points: [
    { face: "f1", person: 0, x: 0, y: 0 },
    { face: "f2", person: 1, x: 5, y: 0 },
    { face: "f3", person: 1, x: 6, y: 0 },
    { face: "f4", person: 2, x: 1, y: 0 },
    { face: "f5", person: null, x: 9, y: 9 },
  ],
};

describe("people on the map", () => {
  it("have a colour if they have a name, those with most faces first", () => {
    expect(legendOf(MAP)).toEqual([
      { row: 1, person: "p2", name: "Ben", faces: 2 },
      { row: 0, person: "p1", name: "Anna", faces: 1 },
    ]);
  });

  it("are twelve at most", () => {
    const people = Array.from({ length: 20 }, (_, n) => ({ person: `p${n}`, name: `${n}` }));
    expect(legendOf({ people, points: [] })).toHaveLength(12);
  });

  it("lie nearest to somebody else, named people first", () => {
    expect(neighbourhoodsOf(MAP)).toEqual([
      { person: "p2", name: "Ben", faces: 2, nearest: 2 },
      { person: "p1", name: "Anna", faces: 1, nearest: 2 },
      { person: "p3", name: null, faces: 1, nearest: 0 },
    ]);
  });

  it("are drawn as one dot for each face", () => {
    const colours = { dark: false, card: "#fff", ink: "#000", ink2: "#888" };
    const drawn = { map: MAP, legend: legendOf(MAP), only: null, chosen: undefined, view: WHOLE };
    const option = mapOption(drawn, colours as never, { width: 100, height: 100 });
    const series = option["series"] as { data: number[][] }[];
    expect(series.flatMap(({ data }) => data)).toHaveLength(MAP.points.length);
  });
});

describe("how far neighbours can be relied on", () => {
  it("is said in words, with the number that they rest on", () => {
    const said = (n: number | null) => trustWords(en, formats("en"), n);
    expect(said(0.97)).toContain("can be relied on: the map keeps them to 97%");
    expect(said(0.8)).toContain("Most neighbours");
    expect(said(0.6)).toContain("unsure");
    expect(said(null)).toContain("too few faces");
  });
});
