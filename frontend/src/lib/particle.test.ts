import { describe, expect, it } from "vitest";
import { particle } from "./particle";

describe("a Korean particle", () => {
  it("follows what the name ends in", () => {
    expect(particle("지민", "이(가)")).toBe("이");
    expect(particle("지수", "이(가)")).toBe("가");
    expect(particle("지민", "와(과)")).toBe("과");
    expect(particle("지수", "와(과)")).toBe("와");
    expect(particle("지민", "(이)라")).toBe("이라");
    expect(particle("가", "은(는)")).toBe("는");
    expect(particle("힣", "을(를)")).toBe("을");
  });

  it("is short behind a rieul where it means towards", () => {
    expect(particle("지민", "(으)로")).toBe("으로");
    expect(particle("한결", "(으)로")).toBe("로");
    expect(particle("지수", "(으)로")).toBe("로");
    expect(particle("한결", "을(를)")).toBe("을");
  });

  it("knows syllables that are written in parts", () => {
    expect(particle("지민".normalize("NFD"), "이(가)")).toBe("이");
  });

  it("leaves the choice to the reader where nobody knows how a name is spoken", () => {
    expect(particle("Anna", "이(가)")).toBe("이(가)");
    expect(particle("", "(으)로")).toBe("(으)로");
  });
});
