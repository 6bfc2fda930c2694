import type { NodeDisplayData, PartialButFor } from "sigma/types";
import type { Colours } from "@/parts/chart/colours";

const GAP = 5; // pixels between a node and its name
const LONGEST = 28; // letters of a name beside its node

type Labelled = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

/** Draws a name below its node, with a rim of the paper's colour: lines run behind it. */
export function drawLabel(
  context: CanvasRenderingContext2D,
  { label, x, y, size }: Labelled,
  { font, ink, card }: Colours,
): void {
  if (!label) return;
  context.font = `550 12.5px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = card;
  context.fillStyle = ink;
  const words = shortened(label);
  context.strokeText(words, x, y + size + GAP);
  context.fillText(words, x, y + size + GAP);
}

/** Draws what one points at: larger, with its portrait and its name on a plate. */
export function drawPointed(
  context: CanvasRenderingContext2D,
  data: Labelled,
  picture: ImageBitmap | undefined,
  { font, ink, card, line }: Colours,
): void {
  const { x, y, label, color } = data;
  const size = Math.max(data.size, 15) + 2;
  context.save();
  if (label) {
    context.font = `600 13px ${font}`;
    const words = shortened(label);
    const width = context.measureText(words).width + 20;
    context.shadowColor = "rgba(0, 0, 0, 0.28)";
    context.shadowBlur = 14;
    context.shadowOffsetY = 3;
    context.fillStyle = card;
    context.beginPath();
    context.roundRect(x - width / 2, y + size + GAP, width, 27, 9);
    context.fill();
    context.shadowColor = "transparent";
    context.lineWidth = 1;
    context.strokeStyle = line;
    context.stroke();
    context.fillStyle = ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(words, x, y + size + GAP + 14);
  }
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fillStyle = color.slice(0, 7);
  context.fill();
  if (picture !== undefined) {
    const inner = size - Math.max(2, size * 0.08);
    context.beginPath();
    context.arc(x, y, inner, 0, 2 * Math.PI);
    context.clip();
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, x - inner, y - inner, 2 * inner, 2 * inner);
  }
  context.restore();
}

/** Returns a name that fits beside its node: names may have thousands of letters. */
export function shortened(name: string): string {
  const letters = [...name.slice(0, 4 * LONGEST)];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : letters.join("");
}
