import { describe, expect, it } from "vitest";
import type { FailureOut } from "@/client/types.gen";
import { byReason } from "./failures";

function failure(path: string, reason: string): FailureOut {
  return { source: 1, path, reason, detail: "" };
}

describe("files that could not be used", () => {
  it("stand together by their reason, the most frequent first, in the order they came", () => {
    const groups = byReason([
      failure("a.jpg", "empty"),
      failure("b.jpg", "damaged"),
      failure("c.jpg", "damaged"),
    ]);
    expect(groups.map((group) => group.reason)).toEqual(["damaged", "empty"]);
    expect(groups[0]?.files.map((file) => file.path)).toEqual(["b.jpg", "c.jpg"]);
  });

  it("keep one order where two reasons are as frequent", () => {
    const failures = [failure("a.jpg", "vanished"), failure("b.jpg", "empty")];
    const reasons = byReason(failures).map((group) => group.reason);
    expect(reasons).toEqual(["empty", "vanished"]);
    expect(byReason(failures.toReversed()).map((group) => group.reason)).toEqual(reasons);
  });
});
