import { describe, expect, it } from "vitest";
import { en } from "@/text/en";
import { passwordFault, repetitionFault } from "./passwords";

describe("a new password", () => {
  it("has ten characters at least, however many bytes they take", () => {
    expect(passwordFault(en, "ninechars")).toBe("At least 10 characters.");
    expect(passwordFault(en, "ten chars!")).toBeUndefined();
    expect(passwordFault(en, "🔑🔑🔑🔑🔑")).toBe("At least 10 characters.");
  });

  it("is typed the same twice", () => {
    expect(repetitionFault(en, "correct horse", "correct house")).toBe("The two are not the same.");
    expect(repetitionFault(en, "correct horse", "correct horse")).toBeUndefined();
  });
});
