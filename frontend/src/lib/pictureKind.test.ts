import { describe, expect, it } from "vitest";
import { isNamedAsPicture, pictureKind } from "./pictureKind";

function bytes(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part,
    ),
  );
}

describe("pictureKind", () => {
  it("knows pictures by how they begin", () => {
    expect(pictureKind(bytes([0xff, 0xd8, 0xff, 0xe1]))).toBe("picture");
    expect(pictureKind(bytes([0x89], "PNG\r\n", [0x1a, 0x0a]))).toBe("picture");
    expect(pictureKind(bytes("RIFF", [1, 2, 3, 4], "WEBPVP8 "))).toBe("picture");
    expect(pictureKind(bytes("II*", [0]))).toBe("picture");
  });

  it("tells a photo of a phone from a film of one", () => {
    const heic = bytes([0, 0, 0, 24], "ftypmif1", [0, 0, 0, 0], "mif1heic");
    const brandLater = bytes([0, 0, 0, 24], "ftypmsf9", [0, 0, 0, 0], "xxxxheic");
    const film = bytes([0, 0, 0, 20], "ftypqt  ", [0, 0, 0, 0], "qt  ");

    expect(pictureKind(heic)).toBe("picture");
    expect(pictureKind(brandLater)).toBe("picture");
    expect(pictureKind(film)).toBe("video");
  });

  it("names what is something else", () => {
    expect(pictureKind(bytes("%PDF-1.7"))).toBe("document");
    expect(pictureKind(bytes("8BPS", [0, 1]))).toBe("unsupported");
    expect(pictureKind(bytes("RIFF", [1, 2, 3, 4], "AVI LIST"))).toBe("video");
  });

  it("does not know the rest, however short it is", () => {
    expect(pictureKind(bytes("hello"))).toBe("unknown");
    expect(pictureKind(bytes())).toBe("unknown");
  });
});

describe("isNamedAsPicture", () => {
  it("knows names of pictures and of camera files", () => {
    expect(["a.JPG", "b.heic", "c.NEF", "d.x.png"].every(isNamedAsPicture)).toBe(true);
    expect(["a.txt", "jpg", "a.jpg.pdf", ""].some(isNamedAsPicture)).toBe(false);
  });
});
