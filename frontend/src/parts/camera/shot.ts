const QUALITY = 0.92;

/** Returns what a video shows now as a JPEG file, not mirrored: as others see it. */
export async function shotOf(video: HTMLVideoElement, name: string): Promise<File | null> {
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", QUALITY),
  );
  return blob === null ? null : new File([blob], name, { type: "image/jpeg" });
}

/** Returns a name for a photo that is taken now: "camera 2024-05-17 14.03.22.jpg". */
export function nameOf(when: Date): string {
  const local = new Date(when.getTime() - when.getTimezoneOffset() * 60_000);
  const written = local.toISOString();
  return `camera ${written.slice(0, 10)} ${written.slice(11, 19).replaceAll(":", ".")}.jpg`;
}
