import { ActionIcon, Button, Loader, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { CameraOff, SwitchCamera, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Chosen } from "@/data/uploads";
import { FileButton } from "@/parts/drop/FileButton";
import { useText } from "@/text";
import classes from "./Camera.module.css";
import { nameOf, shotOf } from "./shot";
import { type NoCamera, useCamera } from "./useCamera";
import { useFirstFrame } from "./useFirstFrame";

interface CameraProps {
  opened: boolean;
  onClose: () => void;
  onChosen: (chosen: Chosen[]) => void;
  /** Photos at most. */
  most: number;
}

interface Shot {
  file: File;
  url: string;
}

/** Takes photos: one sees oneself as in a mirror, and decides at the end which ones to use. */
export function Camera({ opened, onClose, onChosen, most }: CameraProps) {
  const text = useText().upload.camera;
  const common = useText().common;
  const phone = useMediaQuery("(max-width: 767px)");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.title}
      size={720}
      fullScreen={phone ?? false}
      closeButtonProps={{ "aria-label": common.close }}
    >
      <Taking most={most} onClose={onClose} onChosen={onChosen} />
    </Modal>
  );
}

function Taking({ most, onClose, onChosen }: Omit<CameraProps, "opened">) {
  const text = useText().upload.camera;
  const { state, several, turn, again } = useCamera(true);
  const [shots, setShots] = useState<readonly Shot[]>([]);
  const [flash, setFlash] = useState(0);
  const video = useRef<HTMLVideoElement>(null);
  const stream = state.kind === "on" ? state.stream : null;
  const seen = useFirstFrame(video, stream);

  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  useLetGo(shots);

  if (state.kind === "off") {
    return <Off why={state.why} onAgain={again} onClose={onClose} onChosen={onChosen} />;
  }

  const shoot = async (): Promise<void> => {
    if (video.current === null || shots.length >= most) return;
    const file = await shotOf(video.current, nameOf(new Date()));
    if (file === null) return;
    setFlash((n) => n + 1);
    setShots((before) => [...before, { file, url: URL.createObjectURL(file) }].slice(0, most));
  };
  const use = (): void => {
    onChosen(shots.map(({ file }, n) => ({ file, path: `${n + 1} ${file.name}` })));
    onClose();
  };

  return (
    <div className={classes.camera}>
      <div className={classes.stage}>
        <video
          ref={video}
          className={classes.video}
          data-mirrored={state.kind !== "on" || state.facing === "user" || undefined}
          aria-label={text.preview}
          autoPlay
          muted
          playsInline
        />
        {!seen && (
          <div className={classes.starting} role="status">
            <Loader size="sm" color="white" aria-hidden="true" />
            {text.starting}
          </div>
        )}
        {flash > 0 && <span key={flash} className={classes.flash} />}
      </div>
      <div className={classes.controls}>
        <span className={classes.count} role="status">
          {shots.length > 0 && text.taken(shots.length)}
          {shots.length >= most && ` ${text.enough(most)}`}
        </span>
        <button
          type="button"
          className={classes.shutter}
          aria-label={text.shoot}
          data-autofocus
          disabled={!seen || shots.length >= most}
          onClick={shoot}
        />
        <span className={classes.turn}>
          {several && (
            <ActionIcon size={44} aria-label={text.turn} onClick={turn}>
              <SwitchCamera size={22} aria-hidden="true" />
            </ActionIcon>
          )}
        </span>
      </div>
      {shots.length > 0 && (
        <div className={classes.taken}>
          <ul className={classes.shots}>
            {shots.map((shot, n) => (
              <li key={shot.url}>
                <img src={shot.url} alt={text.shot(n + 1)} />
                <button
                  type="button"
                  aria-label={text.drop(n + 1)}
                  onClick={() => setShots((before) => before.filter((other) => other !== shot))}
                >
                  <X size={14} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
          <Button size="md" onClick={use}>
            {text.use(shots.length)}
          </Button>
        </div>
      )}
    </div>
  );
}

interface OffProps extends Pick<CameraProps, "onClose" | "onChosen"> {
  why: NoCamera;
  onAgain: () => void;
}

/** Says why there is no camera, and what else can be done: a phone's own always works. */
function Off({ why, onAgain, onClose, onChosen }: OffProps) {
  const text = useText();
  const touch = useMediaQuery("(pointer: coarse)");
  const chosen = (files: Chosen[]): void => {
    onChosen(files);
    onClose();
  };
  return (
    <div className={classes.off} role="alert">
      <CameraOff size={34} strokeWidth={1.5} aria-hidden="true" />
      <h3 className={classes.why}>{text.upload.camera[why]}</h3>
      <p className={classes.help}>{text.upload.camera[`${why}Help`]}</p>
      <div className={classes.ways}>
        {why !== "insecure" && why !== "unsupported" && (
          <Button onClick={onAgain}>{text.common.retry}</Button>
        )}
        {touch === true && (
          <FileButton capture="user" onChosen={chosen}>
            {text.upload.camera.native}
          </FileButton>
        )}
        <FileButton variant="default" onChosen={chosen}>
          {text.upload.drop.choose}
        </FileButton>
      </div>
    </div>
  );
}

/** Lets go of the pictures of shots that are not there any more. */
function useLetGo(shots: readonly Shot[]): void {
  const held = useRef(new Set<string>());
  useEffect(() => {
    const now = new Set(shots.map((shot) => shot.url));
    for (const url of held.current) if (!now.has(url)) URL.revokeObjectURL(url);
    held.current = now;
  }, [shots]);
  useEffect(() => {
    const urls = held;
    return () => {
      for (const url of urls.current) URL.revokeObjectURL(url);
    };
  }, []);
}
