import { describe, expect, it } from "vitest";
import { tabOf, tabsFor } from "./tabs";

describe("the parts of the settings", () => {
  it("are named by the address", () => {
    expect(tabOf({ tab: "keys" })).toEqual({ tab: "keys" });
  });

  it("are the usual one where the address names none that there is", () => {
    expect(tabOf({})).toEqual({});
    expect(tabOf({ tab: "secrets" })).toEqual({});
    expect(tabOf({ tab: ["keys"] })).toEqual({});
  });

  it("leave out what is for owners only", () => {
    expect(tabsFor(true)).toContain("server");
    expect(tabsFor(false)).not.toContain("server");
    expect(tabsFor(false)).toContain("keys");
  });
});
