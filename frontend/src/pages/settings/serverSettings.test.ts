import { describe, expect, it } from "vitest";
import { en } from "@/text/en";
import reference from "../../../../docs/reference/settings.md?raw";
import { bySection, found } from "./serverSettings";

const SETTINGS = [
  { setting: "detect.model", value: "mtcnn" },
  { setting: "detect.min_score", value: 0.75 },
  { setting: "log_level", value: "warning" },
];

describe("settings of the server", () => {
  it("stand by the first part of their names", () => {
    expect(bySection(SETTINGS).map((group) => [group.section, group.settings.length])).toEqual([
      ["detect", 2],
      ["log_level", 1],
    ]);
  });

  it("are found by name or meaning", () => {
    const meaning = (name: string) => (name === "log_level" ? "How much it says" : "");
    expect(found(SETTINGS, " SAYS", meaning).map((one) => one.setting)).toEqual(["log_level"]);
    expect(found(SETTINGS, "detect", meaning)).toHaveLength(2);
    expect(found(SETTINGS, "", meaning)).toHaveLength(3);
  });

  it("are explained, every one that the reference lists and no other", () => {
    const listed = [...reference.matchAll(/^\| `([a-z0-9_.]+)` \|/gm)].map((row) => row[1]);
    expect(listed.length).toBeGreaterThan(50);
    expect(Object.keys(en.settings.server.help).toSorted()).toEqual(listed.toSorted());
  });
});
