import { thumbHashToDataURL } from "thumbhash";

const MOST = 400; // a few screens of them, some kilobytes each

const kept = new Map<string, string>();

/** Returns a blurred picture, as the address of an image, of a ThumbHash in base64. */
export function blurred(hash: string): string {
  const known = kept.get(hash);
  if (known !== undefined) return known;
  const made = thumbHashToDataURL(bytesOf(hash));
  kept.set(hash, made);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  return made;
}

/**
 * Returns the average colour of a ThumbHash in base64, as CSS takes it.
 *
 * Its first 18 bits are lightness and two differences, six bits each (evanw/thumbhash).
 */
export function averageColour(hash: string): string {
  const [a = 0, b = 0, c = 0] = bytesOf(hash.slice(0, 4));
  const bits = a | (b << 8) | (c << 16);
  const light = (bits & 63) / 63;
  const p = ((bits >> 6) & 63) / 31.5 - 1;
  const q = ((bits >> 12) & 63) / 31.5 - 1;
  const blue = light - (2 / 3) * p;
  const red = (3 * light - blue + q) / 2;
  return `rgb(${[red, red - q, blue].map((share) => Math.round(255 * within(share))).join()})`;
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
