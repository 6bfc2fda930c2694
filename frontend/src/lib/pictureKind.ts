/** What the first bytes of a file say of it: something that the server reads, or why it will not. */
export type PictureKind = "picture" | "unsupported" | "video" | "document" | "unknown";

/** So many bytes tell. */
export const TELLING_BYTES = 256;

/** Beginnings of what the server reads: as in `imaging/formats.py`. */
const PICTURES = [
  "ff d8 ff", // JPEG
  "89 50 4e 47 0d 0a 1a 0a", // PNG
  "47 49 46 38 37 61", // GIF
  "47 49 46 38 39 61",
  "46 55 4a 49 46 49 4c 4d 43 43 44 2d 52 41 57 20", // camera files
  "46 4f 56 62",
  "49 49 52 4f",
  "49 49 52 53",
  "4d 4d 4f 52",
  "49 49 55 00",
  "00 4d 52 4d",
  "49 49 1a 00 00 00 48 45 41 50 43 43 44 52",
  "49 49 2a 00", // TIFF
  "4d 4d 00 2a",
  "49 49 2b 00",
  "4d 4d 00 2b",
  "42 4d", // BMP: whether it really is one, the server looks
].map(bytesOf);

/** Pictures of kinds that the server does not read. */
const FOREIGN = [
  "ff 0a", // JPEG XL
  "00 00 00 0c 4a 58 4c 20",
  "ff 4f ff 51", // JPEG 2000
  "00 00 00 0c 6a 50 20 20",
  "38 42 50 53", // Photoshop
  "00 00 01 00", // icon
  "76 2f 31 01", // OpenEXR
  "67 69 6d 70 20 78 63 66", // GIMP
].map(bytesOf);

const DOCUMENTS = [
  "25 50 44 46", // PDF
  "50 4b 03 04", // zip, and the files of offices
  "50 4b 05 06",
  "52 61 72 21", // RAR
  "37 7a bc af 27 1c", // 7z
  "1f 8b", // gzip
  "d0 cf 11 e0 a1 b1 1a e1", // old files of offices
  "7f 45 4c 46", // programs
].map(bytesOf);

const VIDEOS = ["1a 45 df a3", "00 00 01 ba", "4f 67 67 53", "46 4c 56 01"].map(bytesOf);

/** Of the ISO base media file format: what is none of these moves. */
const STILLS = new Set([
  "avif",
  "avis",
  "heic",
  "heix",
  "heim",
  "heis",
  "hevc",
  "hevx",
  "hevm",
  "hevs",
  "mif1",
  "msf1",
  "crx ",
]);

/** Returns what a file is by how it begins, whatever it is called. */
export function pictureKind(start: Uint8Array): PictureKind {
  if (text(start, 4, 8) === "ftyp") return isStill(start) ? "picture" : "video";
  if (text(start, 0, 4) === "RIFF") return text(start, 8, 12) === "WEBP" ? "picture" : "video";
  if (PICTURES.some((one) => beginsWith(start, one))) return "picture";
  if (FOREIGN.some((one) => beginsWith(start, one))) return "unsupported";
  if (DOCUMENTS.some((one) => beginsWith(start, one))) return "document";
  if (VIDEOS.some((one) => beginsWith(start, one))) return "video";
  return "unknown";
}

/** Returns whether a name is one that pictures have. */
export function isNamedAsPicture(name: string): boolean {
  return NAMED.test(name);
}

const NAMED =
  /\.(jpe?g|jpe|jfif|png|gif|webp|avif|heic|heif|hif|tiff?|bmp|dib|dng|cr[23]|crw|nef|nrw|arw|srf|sr2|raf|orf|rw2|raw|pef|srw|x3f|3fr|fff|iiq|mrw|erf|kdc|dcr|mos)$/i;

function isStill(start: Uint8Array): boolean {
  const length = Math.min(new DataView(start.buffer, start.byteOffset).getUint32(0), start.length);
  const brands = [text(start, 8, 12)];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(text(start, at, at + 4));
  return brands.some((brand) => STILLS.has(brand));
}

function beginsWith(start: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => start[at] === byte);
}

function text(start: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...start.subarray(from, to));
}

function bytesOf(written: string): readonly number[] {
  return written.split(" ").map((byte) => Number.parseInt(byte, 16));
}
