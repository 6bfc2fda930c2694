import { describe, expect, it } from "vitest";
import { woven } from "@/lib/woven";
import { history as en } from "@/text/en/history";
import { history as ko } from "@/text/ko/history";
import { plainly, saidBy } from "./said";

const ANNA = "p01936f9a57d10034";
const BEN = "p0d227a19c526f866";
const NOBODY = "p0ec60f3b00e0da27";
const FACE = "f0123456789abcdef";

function read(what: string): string {
  const said = saidBy({ what }, en);
  return woven(said.sentence)
    .map((piece) =>
      typeof piece === "string" ? piece : (said.people[piece]?.name ?? said.people[piece]?.person),
    )
    .join("");
}

describe("an entry of the log", () => {
  it("says who is called how", () => {
    expect(read(`${ANNA} is called "Anna Berg"`)).toBe("Somebody is called Anna Berg now");
    expect(read(`"Anna" (${ANNA}) has no name any more`)).toBe("Anna has no name any more");
  });

  it("says whose faces they are, and which face it was", () => {
    expect(read(`face ${FACE} assigned to "Anna" (${ANNA})`)).toBe("1 face put with Anna");
    expect(read(`12 faces assigned to "Anna" (${ANNA})`)).toBe("12 faces put with Anna");
    expect(saidBy({ what: `face ${FACE} is not "Anna" (${ANNA})` }, en).face).toBe(FACE);
    expect(read(`face ${FACE} is not a face`)).toBe("Something is not a face");
  });

  it("tells a merge, and who ended with it", () => {
    const one = saidBy({ what: `${NOBODY} merged into "Ben" (${BEN})` }, en);
    expect(one.ended).toEqual([NOBODY]);
    expect(one.people[0]).toEqual({ person: BEN, name: "Ben" });
    const two = saidBy({ what: `"Anna" (${ANNA}), ${NOBODY} merged into "Ben" (${BEN})` }, en);
    expect(two.ended).toEqual([ANNA, NOBODY]);
    expect(two.people).toHaveLength(1);
  });

  it("keeps people apart", () => {
    expect(read(`"Anna" (${ANNA}) is not "Ben" (${BEN})`)).toBe(
      "Anna and Ben are different people",
    );
  });

  it("tells what was taken back in the same words", () => {
    expect(read(`edit 12 taken back: "Anna" (${ANNA}) is hidden`)).toBe("Taken back: Anna hidden");
    expect(read(`edit 13 taken back: edit 12 taken back: "Anna" (${ANNA}) is hidden`)).toBe(
      "Taken back: Taken back: Anna hidden",
    );
  });

  it("understands names that look like parts of a sentence", () => {
    expect(read(`${ANNA} is called "Ann" is hidden"`)).toBe(
      'Somebody is called Ann" is hidden now',
    );
    expect(read(`"A (b)" (${ANNA}) is hidden`)).toBe("A (b) hidden");
  });

  it("begins with a capital where it is said without links", () => {
    const said = saidBy({ what: `${NOBODY} is hidden` }, en);
    expect(plainly(said, en)).toBe("Somebody without a name hidden");
  });

  it("is said in Korean too", () => {
    expect(saidBy({ what: `311 faces grouped: 53 new people` }, ko).sentence).toBe(
      "얼굴 311개를 정리했습니다. 새로운 사람 53명",
    );
  });

  it("stays as the server wrote it where it is not understood", () => {
    expect(read("something of a later version")).toBe("something of a later version");
  });
});
