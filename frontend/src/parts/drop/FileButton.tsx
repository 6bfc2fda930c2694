import { Button, type ButtonProps } from "@mantine/core";
import { type ChangeEvent, type ReactNode, useRef } from "react";
import type { Chosen } from "@/data/uploads";
import { filesOfInput } from "./dropped";

/** Kinds that are offered first; the list of a browser can be widened by hand. */
const ACCEPTED =
  "image/*,.heic,.heif,.avif,.dng,.cr2,.cr3,.nef,.arw,.raf,.orf,.rw2,.pef,.srw,.tif,.tiff";

interface FileButtonProps extends ButtonProps {
  onChosen: (chosen: Chosen[]) => void;
  /** A whole folder instead of files. */
  folder?: boolean;
  /** The camera of a phone at once: the one that looks at whom. */
  capture?: "user" | "environment";
  /** Only one file. */
  single?: boolean;
  children: ReactNode;
}

/** A button that lets one choose files. */
export function FileButton({
  onChosen,
  folder = false,
  capture,
  single = false,
  children,
  ...more
}: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  const changed = (event: ChangeEvent<HTMLInputElement>): void => {
    const chosen = filesOfInput(event.currentTarget.files);
    event.currentTarget.value = ""; // the same file may be chosen again
    if (chosen.length > 0) onChosen(chosen);
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        multiple={!single && capture === undefined}
        accept={folder ? undefined : ACCEPTED}
        capture={capture}
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={changed}
      />
      <Button {...more} onClick={() => field.current?.click()}>
        {children}
      </Button>
    </>
  );
}
