import { type RefObject, useEffect, useState } from "react";

/** Whether a video has shown a picture of a stream: before, a photo of it would be black. */
export function useFirstFrame(
  video: RefObject<HTMLVideoElement | null>,
  stream: MediaStream | null,
): boolean {
  const [seen, setSeen] = useState<MediaStream | null>(null);

  useEffect(() => {
    if (video.current === null || stream === null) return;
    return onNextFrame(video.current, () => setSeen(stream));
  }, [video, stream]);

  return stream !== null && seen === stream;
}

/** Calls once when a video shows its next picture; returns what makes it not. */
export function onNextFrame(video: HTMLVideoElement, then: () => void): () => void {
  if ("requestVideoFrameCallback" in video) {
    const asked = video.requestVideoFrameCallback(then);
    return () => video.cancelVideoFrameCallback(asked);
  }
  const old: HTMLVideoElement = video; // of a browser that does not tell of single pictures
  old.addEventListener("loadeddata", then, { once: true });
  return () => old.removeEventListener("loadeddata", then);
}
