import { Alert, Button } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { Camera as CameraIcon, CloudUpload, FolderOpen, Images, Lock } from "lucide-react";
import { useState } from "react";
import { useMay } from "@/data/session";
import { type Chosen, MOST_FILES, useUploads } from "@/data/uploads";
import { Camera } from "@/parts/camera/Camera";
import { DropVeil } from "@/parts/drop/DropVeil";
import { DropZone } from "@/parts/drop/DropZone";
import { FileButton } from "@/parts/drop/FileButton";
import { useDropping } from "@/parts/drop/useDropping";
import { EmptyState } from "@/parts/EmptyState";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { useFormat, useText } from "@/text";
import { CollectionField } from "./CollectionField";
import { FileList } from "./FileList";
import { Leftovers } from "./Leftovers";
import { Overview } from "./Overview";
import classes from "./Upload.module.css";
import { Work } from "./Work";

const MOST_SHOTS = 20;

/** Sends photos of this device to the library. */
export function Upload() {
  const text = useText();
  const may = useMay("write");
  if (!may) {
    return <EmptyState icon={Lock} title={text.upload.readOnly} help={text.upload.readOnlyHelp} />;
  }
  return (
    <>
      <PageHeader title={text.upload.title} about={text.upload.about} />
      <PageBody>
        <Sending />
      </PageBody>
    </>
  );
}

function Sending() {
  const text = useText().upload;
  const format = useFormat();
  const { uploads, items, paused, totals } = useUploads();
  const [collection, setCollection] = useState("");
  const [left, setLeft] = useState(0);
  const [camera, shown] = useDisclosure(false);
  const phone = useMediaQuery("(pointer: coarse)") === true;
  const begun = items.length > 0;

  const add = (chosen: readonly Chosen[]): void => {
    setLeft(uploads.add(chosen, collection.trim() || null));
  };
  const over = useDropping(add);

  return (
    <div className={classes.page}>
      <DropZone
        icon={CloudUpload}
        title={phone ? text.drop.phoneTitle : text.drop.title}
        help={phone ? text.drop.phoneHelp : text.drop.help}
        over={over}
        compact={begun}
      >
        <FileButton
          onChosen={add}
          size={begun ? "sm" : "md"}
          leftSection={<Images size={18} aria-hidden="true" />}
        >
          {text.drop.choose}
        </FileButton>
        {!phone && (
          <FileButton
            folder
            onChosen={add}
            variant="default"
            size={begun ? "sm" : "md"}
            leftSection={<FolderOpen size={18} aria-hidden="true" />}
          >
            {text.drop.folder}
          </FileButton>
        )}
        <TakePhotos phone={phone} small={begun} onChosen={add} onOpen={shown.open} />
      </DropZone>
      <DropVeil over={over}>{text.drop.veil}</DropVeil>
      <Camera opened={camera} onClose={shown.close} onChosen={add} most={MOST_SHOTS} />
      {left > 0 && (
        <Alert color="yellow" role="alert">
          {text.overview.tooMany(format.number(MOST_FILES), format.number(left))}
        </Alert>
      )}
      {!begun && <Leftovers />}
      <CollectionField value={collection} onChange={setCollection} />
      {begun && <Overview items={items} paused={paused} totals={totals} uploads={uploads} />}
      <Work />
      {begun && <FileList items={items} paused={paused} uploads={uploads} />}
    </div>
  );
}

interface TakePhotosProps {
  phone: boolean;
  small: boolean;
  onChosen: (chosen: readonly Chosen[]) => void;
  onOpen: () => void;
}

/** On a phone its own camera is better than any page. */
function TakePhotos({ phone, small, onChosen, onOpen }: TakePhotosProps) {
  const text = useText().upload;
  const icon = <CameraIcon size={18} aria-hidden="true" />;
  if (phone) {
    return (
      <FileButton capture="environment" variant="default" leftSection={icon} onChosen={onChosen}>
        {text.drop.camera}
      </FileButton>
    );
  }
  return (
    <Button variant="default" size={small ? "sm" : "md"} leftSection={icon} onClick={onOpen}>
      {text.drop.camera}
    </Button>
  );
}
