import { useCallback, useEffect, useState } from "react";

/** Why there is no camera. */
export type NoCamera = "insecure" | "unsupported" | "refused" | "none" | "busy";

export type Facing = "user" | "environment";

export type CameraState =
  | { kind: "starting" }
  | { kind: "on"; stream: MediaStream; facing: Facing }
  | { kind: "off"; why: NoCamera };

const SHARP = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/** The camera as long as `wanted`: it is let go of with the component, and its light goes out. */
export function useCamera(wanted: boolean) {
  const [state, setState] = useState<CameraState>({ kind: "starting" });
  const [facing, setFacing] = useState<Facing>("user");
  const [several, setSeveral] = useState(false);
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again.
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    let stream: MediaStream | null = null;
    setState({ kind: "starting" });
    const start = async (): Promise<void> => {
      try {
        stream = await opened(facing);
        if (gone) return stop(stream);
        const real = stream.getVideoTracks()[0]?.getSettings().facingMode;
        setState({ kind: "on", stream, facing: real === "environment" ? real : "user" });
        setSeveral((await cameras()) > 1);
      } catch (error) {
        if (!gone) setState({ kind: "off", why: whyNot(error) });
      }
    };
    void start();
    return () => {
      gone = true;
      if (stream !== null) stop(stream);
    };
  }, [wanted, facing, tries]);

  const turn = useCallback(() => setFacing((now) => (now === "user" ? "environment" : "user")), []);
  const again = useCallback(() => setTries((n) => n + 1), []);
  return { state, several, turn, again };
}

/** Returns why a camera could not be opened. */
export function whyNot(error: unknown): NoCamera {
  if (error instanceof Unavailable) return error.why;
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "none";
}

class Unavailable extends Error {
  readonly why: NoCamera;

  constructor(why: NoCamera) {
    super(why);
    this.why = why;
  }
}

async function opened(facing: Facing): Promise<MediaStream> {
  if (!isSecureContext) throw new Unavailable("insecure");
  if (navigator.mediaDevices?.getUserMedia === undefined) throw new Unavailable("unsupported");
  return await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: facing }, ...SHARP },
  });
}

async function cameras(): Promise<number> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === "videoinput").length;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
