import { describe, expect, it } from "vitest";
import type { TrustReportOut } from "@/client/types.gen";
import { formats } from "@/lib/format";
import { en } from "@/text/en";
import { aloneRows, drawable, evidenceRows, modelRows, sentence, weakRows } from "./rows";

const FORMAT = formats("en");
const PRECISION = { value: 0.899, low: 0.7654, high: 0.9922 };
const RECALL = { value: 0.9461, low: 0.7324, high: 1 };
const DLIB = { model: "dlib", faces: 391, precision: PRECISION, recall: RECALL, agreement: 1 };

/** What a library of 391 faces really said, but for what each test changes. */
function report(change: Partial<TrustReportOut> = {}): TrustReportOut {
  return {
    faces: 391,
    people: 53,
    unassigned: 80,
    precision: PRECISION,
    recall: RECALL,
    questions: 0,
    outside: [],
    evidence: [
      { sign: "copies", share: 1, of: 4 },
      { sign: "looser", share: 0.6273, of: 391 },
      { sign: "mirror", share: null, of: 0 },
    ],
    alone: [
      { reason: "low_quality", faces: 5 },
      { reason: "few_photos", faces: 40 },
    ],
    weak: [
      { kind: "grey", share: null, precision: null },
      { kind: "profile", share: 0.0307, precision: null },
      { kind: "tiny", share: 0.2379, precision: 0.7461 },
    ],
    models: [DLIB],
    ...change,
  };
}

describe("what the estimate rests on", () => {
  it("says how many come apart when grouped looser, not how many stay", () => {
    const rows = evidenceRows(en, FORMAT, report());
    expect(rows[1]?.row.slice(0, 3)).toEqual([
      "No more together, grouped 10 % looser",
      "37.2%",
      "391 faces",
    ]);
    expect(rows[0]?.row[2]).toBe("4 pairs");
  });

  it("draws nothing where there was nothing to look at, and says so", () => {
    const rows = evidenceRows(en, FORMAT, report());
    expect(rows[2]).toMatchObject({ drawn: null });
    expect(rows[2]?.row[1]).toBe("nothing to look at");
    expect(drawable(rows)).toHaveLength(2);
  });
});

describe("faces with nobody", () => {
  it("stand by their reasons, the most frequent first", () => {
    const rows = aloneRows(en, FORMAT, report());
    expect(rows.map((told) => told.drawn?.value)).toEqual([40, 5]);
  });
});

describe("weak kinds of faces", () => {
  it("say how many are right only where enough were in groups", () => {
    const rows = weakRows(en, FORMAT, report());
    expect(rows.map((told) => told.row)).toEqual([
      ["Smaller than 60 pixels", "23.7% of the faces", "about 75 of 100 right"],
      ["Seen from the side", "3% of the faces", "too few in groups to tell"],
      ["Without colour", "cannot be told here", ""],
    ]);
    expect(drawable(rows).map((row) => row.words)).toEqual(["23.7%, about 75 of 100 right", "3%"]);
  });
});

describe("models", () => {
  it("are both estimates with their intervals", () => {
    const rows = modelRows(en, FORMAT, report());
    expect(rows.map((told) => told.drawn?.words)).toEqual(["90 (77 to 99)", "95 (73 to 100)"]);
    expect(rows[0]?.drawn).toMatchObject(PRECISION);
  });

  it("are named where there are several, with how far they agree with the one in use", () => {
    const other = { ...DLIB, model: "arc", agreement: 0.81 };
    const rows = modelRows(en, FORMAT, report({ models: [DLIB, other] }));
    expect(rows[0]?.row[0]).toBe("dlib (in use): Right person");
    expect(rows[2]?.row).toEqual(["arc: Right person", "90 (77 to 99)", "81 of 100 as here"]);
  });

  it("are not estimated where there are too many faces", () => {
    const other = { ...DLIB, precision: null, recall: null };
    const rows = modelRows(en, FORMAT, report({ models: [other] }));
    expect(rows).toEqual([{ drawn: null, row: ["dlib", "too many faces to compare here", ""] }]);
  });
});

describe("the sentence of a chart", () => {
  it("says everything that is drawn", () => {
    const told = aloneRows(en, FORMAT, report());
    expect(sentence(en, told, en.trust.chart.alone)).toBe(
      "Bars of why faces are with nobody: Like nobody else: too few photos: 40; Too poor to tell: 5",
    );
  });
});
