import { Button } from "@mantine/core";
import { Camera, Images, ScanFace } from "lucide-react";
import type { Chosen } from "@/data/uploads";
import { DropZone } from "@/parts/drop/DropZone";
import { FileButton } from "@/parts/drop/FileButton";
import { useText } from "@/text";

interface StartProps {
  over: boolean;
  onChosen: (chosen: Chosen[]) => void;
  onCamera: () => void;
}

/** Asks whom one is looking for. */
export function Start({ over, onChosen, onCamera }: StartProps) {
  const text = useText().find.start;
  return (
    <DropZone icon={ScanFace} title={text.title} help={text.help} note={text.privacy} over={over}>
      <FileButton
        size="md"
        leftSection={<Images size={18} aria-hidden="true" />}
        onChosen={onChosen}
      >
        {text.choose}
      </FileButton>
      <Button
        size="md"
        variant="default"
        leftSection={<Camera size={18} aria-hidden="true" />}
        onClick={onCamera}
      >
        {text.camera}
      </Button>
    </DropZone>
  );
}
