import { describe, expect, it } from "vitest";
import { byDay, dayHere, nearness } from "./days";

const at = (when: string): { when: string } => ({ when });
const utc = (when: string): string => when.slice(0, 10);

describe("days", () => {
  it("hold what happened on them, newest first as it came", () => {
    const days = byDay(
      [
        at("2026-11-21T20:00:00+00:00"),
        at("2026-11-21T08:00:00+00:00"),
        at("2026-11-20T23:59:00+00:00"),
      ],
      utc,
    );
    expect(days.map(({ day, items }) => [day, items.length])).toEqual([
      ["2026-11-21", 2],
      ["2026-11-20", 1],
    ]);
  });

  it("are none where nothing happened", () => {
    expect(byDay([])).toEqual([]);
  });

  it("begin at midnight where the reader is", () => {
    const midnight = new Date(2026, 10, 21, 0, 0, 30);
    expect(dayHere(midnight.toISOString())).toBe("2026-11-21");
    expect(dayHere(new Date(midnight.getTime() - 60_000).toISOString())).toBe("2026-11-20");
  });

  it("are called today and yesterday, also over the end of a year", () => {
    const now = new Date(2027, 0, 1, 9);
    expect(nearness("2027-01-01", now)).toBe("today");
    expect(nearness("2026-12-31", now)).toBe("yesterday");
    expect(nearness("2026-12-30", now)).toBeNull();
  });
});
