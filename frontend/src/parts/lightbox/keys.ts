import { letterOf, type Stroke } from "@/lib/letterOf";

/** What one can do in the lightbox with a key. */
export type Command =
  | "previous"
  | "next"
  | "first"
  | "last"
  | "nearer"
  | "farther"
  | "whole"
  | "zoom"
  | "up"
  | "down"
  | "left"
  | "right"
  | "close"
  | "faces"
  | "information"
  | "detections"
  | "help";

/** What of a key press matters here. */
export interface Press extends Stroke {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const COMMANDS = new Map<string, Command>(
  Object.entries({
    arrowleft: "previous",
    arrowright: "next",
    pageup: "previous",
    pagedown: "next",
    arrowup: "up",
    arrowdown: "down",
    home: "first",
    end: "last",
    "+": "nearer",
    "=": "nearer",
    "-": "farther",
    _: "farther",
    "0": "whole",
    escape: "close",
    f: "faces",
    i: "information",
    d: "detections",
    "?": "help",
    " ": "next",
    enter: "zoom",
  } as const),
);

const WITH_SHIFT = new Map<string, Command>(
  Object.entries({
    arrowleft: "left",
    arrowright: "right",
    " ": "previous",
  } as const),
);

/**
 * Returns what a key press asks for, if anything.
 *
 * @param onControl Something that has its own use for Enter and the space bar has the focus.
 */
export function commandOf(press: Press, onControl: boolean): Command | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = press.key.toLowerCase();
  if (onControl && (key === "enter" || key === " ")) return null;
  const shifted = press.shiftKey ? WITH_SHIFT.get(key) : undefined;
  return shifted ?? COMMANDS.get(key) ?? COMMANDS.get(letterOf(press)) ?? null;
}
