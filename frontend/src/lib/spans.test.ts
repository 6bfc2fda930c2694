import { describe, expect, it } from "vitest";
import { dayAfter, monthAfter, named, spanOfDays, spanOfMonths, spanOfYear } from "./spans";

describe("spans of days", () => {
  it("end before the day after their last", () => {
    expect(spanOfDays("2024-02-28", "2024-02-29")).toEqual({
      since: "2024-02-28",
      before: "2024-03-01",
    });
    expect(spanOfMonths("2023-11", "2023-12")).toEqual({
      since: "2023-11-01",
      before: "2024-01-01",
    });
    expect(dayAfter("2024-12-31")).toBe("2025-01-01");
    expect(monthAfter("2024-01", -1)).toBe("2023-12-01");
  });

  it("are called by whole years and months where they are", () => {
    expect(named(spanOfYear(2024))).toEqual({ of: "years", from: "2024", to: "2024" });
    expect(named(spanOfMonths("2024-05", "2024-07"))).toEqual({
      of: "months",
      from: "2024-05",
      to: "2024-07",
    });
    expect(named(spanOfDays("2024-05-17", "2024-05-17"))).toEqual({
      of: "days",
      from: "2024-05-17",
      to: "2024-05-17",
    });
  });

  it("may have one end, or none", () => {
    expect(named({ since: "2024-05-17" })).toEqual({ of: "days", from: "2024-05-17", to: null });
    expect(named({ before: "2024-05-17" })).toEqual({ of: "days", from: null, to: "2024-05-16" });
    expect(named({})).toBeNull();
  });
});
