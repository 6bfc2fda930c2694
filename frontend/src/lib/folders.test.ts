import { describe, expect, it } from "vitest";
import { crumbs, folderName } from "./folders";

describe("the way to a folder", () => {
  it("leads from its root down to it", () => {
    expect(crumbs("/home/anna/Pictures/2024", ["/home/anna", "/media"])).toEqual([
      { path: "/home/anna", name: "/home/anna" },
      { path: "/home/anna/Pictures", name: "Pictures" },
      { path: "/home/anna/Pictures/2024", name: "2024" },
    ]);
  });

  it("is not taken from a root that only begins alike", () => {
    expect(crumbs("/home/anna-old", ["/home/anna"])).toEqual([
      { path: "/home/anna-old", name: "/home/anna-old" },
    ]);
  });

  it("begins at the nearest of roots that lie in each other, and at / itself", () => {
    expect(crumbs("/a/b/c", ["/a", "/a/b"])[0]?.path).toBe("/a/b");
    expect(crumbs("/a/b", ["/"]).map((crumb) => crumb.path)).toEqual(["/", "/a", "/a/b"]);
  });

  it("is empty above all roots", () => {
    expect(crumbs("", ["/home/anna"])).toEqual([]);
  });
});

describe("the name of a folder", () => {
  it("is the last part of its path", () => {
    expect(folderName("/home/anna/2024/")).toBe("2024");
    expect(folderName("C:\\Photos\\2024")).toBe("2024");
    expect(folderName("/")).toBe("/");
  });
});
