// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { onNextFrame } from "./useFirstFrame";

test("a picture counts when it is painted, not when the video is ready", () => {
  const painted = new Map<number, () => void>();
  const video = Object.assign(document.createElement("video"), {
    requestVideoFrameCallback: (then: () => void) => painted.set(7, then) && 7,
    cancelVideoFrameCallback: (asked: number) => void painted.delete(asked),
  });
  const seen = vi.fn();

  const leave = onNextFrame(video, seen);
  video.dispatchEvent(new Event("loadeddata"));
  expect(seen).not.toHaveBeenCalled();

  painted.get(7)?.();
  expect(seen).toHaveBeenCalledOnce();
  leave();
  expect(painted.size).toBe(0);
});

test("where browsers do not tell of pictures, loaded data count", () => {
  const video = document.createElement("video");
  const seen = vi.fn();
  const gone = vi.fn();

  onNextFrame(video, seen);
  onNextFrame(video, gone)();
  video.dispatchEvent(new Event("loadeddata"));

  expect(seen).toHaveBeenCalledOnce();
  expect(gone).not.toHaveBeenCalled();
});
