import type { Command } from "./keys";

type Panel = "information" | "detections";

/** How the lightbox was left: so it is opened again, as long as the page is. */
export const remembered = {
  faces: true,
  panel: null as Panel | null,
  /** Its place is kept by a cover: it is coming. */
  covered: false,
};

/** Does what a key asks of a lightbox that is still on its way: it opens so. */
export function remember(command: Command): void {
  if (command === "faces") remembered.faces = !remembered.faces;
  if (command === "information" || command === "detections") {
    remembered.panel = remembered.panel === command ? null : command;
  }
}
