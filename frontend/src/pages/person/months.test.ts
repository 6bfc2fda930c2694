import { describe, expect, it } from "vitest";
import { chartOf, monthsBetween, spanOf } from "./months";

describe("photos over time", () => {
  it("have a bar for every month, also those without a photo", () => {
    const chart = chartOf(
      [
        { month: "2023-11", photos: 4 },
        { month: "2024-02", photos: 1 },
        { month: null, photos: 3 },
      ],
      null,
    );
    expect(chart).toEqual({
      unit: "month",
      bars: [
        { when: "2023-11", photos: 4 },
        { when: "2023-12", photos: 0 },
        { when: "2024-01", photos: 0 },
        { when: "2024-02", photos: 1 },
      ],
      undated: 3,
      most: 4,
    });
  });

  const long = [
    { month: "2001-03", photos: 2 },
    { month: "2001-08", photos: 5 },
    { month: "2024-02", photos: 1 },
  ];

  it("are years where months would be too many", () => {
    const chart = chartOf(long, null);
    expect(chart.unit).toBe("year");
    expect(chart.bars).toHaveLength(24);
    expect(chart.bars[0]).toEqual({ when: "2001", photos: 7 });
    expect(chart.most).toBe(7);
  });

  it("are the months of the year that is chosen, or of the chosen month's", () => {
    for (const chosen of ["2001", "2001-08"]) {
      const chart = chartOf(long, chosen);
      expect(chart.bars).toHaveLength(12);
      expect(chart.bars[7]).toEqual({ when: "2001-08", photos: 5 });
    }
  });

  it("are nothing where no photo has a date", () => {
    expect(chartOf([{ month: null, photos: 2 }], null)).toMatchObject({ bars: [], undated: 2 });
    expect(chartOf([], null).most).toBe(0);
  });
});

describe("a time that is chosen", () => {
  it("spans its days, over the end of a year too", () => {
    expect(spanOf("2024")).toEqual({ since: "2024-01-01", before: "2025-01-01" });
    expect(spanOf("2024-02")).toEqual({ since: "2024-02-01", before: "2024-03-01" });
    expect(spanOf("2024-12")).toEqual({ since: "2024-12-01", before: "2025-01-01" });
  });

  it("has its months in order", () => {
    expect(monthsBetween("2023-12", "2024-02")).toEqual(["2023-12", "2024-01", "2024-02"]);
    expect(monthsBetween("2024-05", "2024-05")).toEqual(["2024-05"]);
  });
});
