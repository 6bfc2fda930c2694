import { describe, expect, it } from "vitest";
import { en } from "@/text/en";
import { ko } from "@/text/ko";
import { entryInWords, peopleIn } from "./entryWords";

const anna = '"Anna "Annie" Berg" (p0123456789abcdef)';
const other = "pfedcba9876543210";
const said = (kind: Parameters<typeof entryInWords>[0]["kind"], what: string): string =>
  entryInWords({ kind, what }, en);

describe("an entry of the log", () => {
  it("names people as they were called then, whatever quotes are in a name", () => {
    expect(peopleIn(`${other} merged into ${anna}`)).toEqual([
      { id: other, name: null },
      { id: "p0123456789abcdef", name: 'Anna "Annie" Berg' },
    ]);
  });

  it("tells of names", () => {
    expect(said("name", `${other} is called "Dana"`)).toBe("Named Dana");
    expect(said("name", `${anna} has no name any more`)).toBe("Name taken away");
  });

  it("tells of people who became one, and of those who are two", () => {
    expect(said("merge", `${other} merged into ${anna}`)).toBe(
      'somebody and Anna "Annie" Berg became one person',
    );
    expect(said("apart", `${anna} is not ${other}`)).toBe(
      'Anna "Annie" Berg and somebody are two people',
    );
  });

  it("counts faces", () => {
    expect(said("confirm", `face f0123456789abcdef confirmed as ${anna}`)).toBe("1 face confirmed");
    expect(said("split", `12 faces of ${anna} split off as ${other}`)).toBe(
      "12 faces split off as somebody else",
    );
  });

  it("tells what was taken back, and what was taken back of that", () => {
    const once = `edit 7 taken back: ${anna} was born in 1990`;
    expect(said("undo", once)).toBe("Taken back: Born in 1990");
    expect(said("undo", `edit 8 taken back: ${once}`)).toBe("Taken back: Taken back: Born in 1990");
    expect(said("undo", `edit 9 taken back: face f0123456789abcdef is not ${anna}`)).toBe(
      'Taken back: 1 face: not Anna "Annie" Berg',
    );
  });

  it("is told in Korean as well", () => {
    expect(entryInWords({ kind: "hide", what: `${anna} is hidden` }, ko)).toBe("숨김");
  });

  it("stays as it is where it is not understood", () => {
    expect(said("merge", "something new")).toBe("something new");
    expect(said("undo", "edit 3 taken back: something new")).toBe("Taken back: something new");
  });
});
