import { describe, expect, it } from "vitest";
import { type BarRow, barsOption } from "./bars";
import type { Colours } from "./colours";
import { type IntervalRow, intervalsOption } from "./intervals";

const COLOURS: Colours = {
  dark: false,
  paper: "#faf9f7",
  card: "#ffffff",
  ink: "#111111",
  ink2: "#555555",
  line: "#dddddd",
  lineStrong: "#888888",
  accent: "#5643cf",
  soft: "#efecff",
  good: "#1a7f4b",
  warn: "#9a5b00",
  bad: "#c02f3c",
  font: "Inter",
};

const BARS: BarRow[] = [
  { label: "Between two people", value: 23, words: "23 faces" },
  { label: "Too poor to tell", value: 5, words: "5 faces" },
];

function interval(low: number, high: number): IntervalRow {
  return { label: "dlib", value: (low + high) / 2, low, high, words: "" };
}

interface Drawn {
  xAxis: { min: number; max: number };
  yAxis: { data: string[]; inverse: boolean };
  series: { data: unknown[]; label?: { formatter: (at: { dataIndex: number }) => string } }[];
}

describe("bars", () => {
  it("lie in the order of their rows, the first one on top", () => {
    const option = barsOption(BARS, 40, COLOURS) as unknown as Drawn;
    expect(option.yAxis).toMatchObject({
      inverse: true,
      data: ["Between two people", "Too poor to tell"],
    });
    expect(option.series[0]?.data).toEqual([23, 5]);
    expect(option.xAxis).toMatchObject({ min: 0, max: 40 });
  });

  it("have their label at the beginning and their figure at the end", () => {
    const option = barsOption(BARS, 40, COLOURS) as unknown as Drawn;
    expect(option.series[1]?.label?.formatter({ dataIndex: 1 })).toBe("Too poor to tell");
    expect(option.series[2]?.label?.formatter({ dataIndex: 1 })).toBe("5 faces");
    expect(option.series[2]?.label?.formatter({ dataIndex: 9 })).toBe("");
  });

  it("can be drawn where there is nothing but zeros", () => {
    const zeros = BARS.map((row) => ({ ...row, value: 0 }));
    const option = barsOption(zeros, 0, COLOURS) as unknown as Drawn;
    expect(option.xAxis.max).toBeGreaterThan(0);
  });
});

describe("intervals", () => {
  it("are drawn from low to high, on an axis that hides nothing", () => {
    const option = intervalsOption([interval(0.7, 0.9)], COLOURS) as unknown as Drawn;
    expect(option.series[0]?.data).toEqual([[0, 0.7, 0.8, 0.9]]);
    expect(option.xAxis).toMatchObject({ min: 0, max: 1 });
  });
});
