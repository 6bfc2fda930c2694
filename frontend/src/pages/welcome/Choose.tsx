import { Button, Checkbox } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { FolderOpen, Images, ImageUp, ScanFace, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { addSource } from "@/client/sdk.gen";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import type { Chosen } from "@/data/uploads";
import { folderName } from "@/lib/folders";
import { FileButton } from "@/parts/drop/FileButton";
import { FolderBrowser } from "@/parts/folders/FolderBrowser";
import { useText } from "@/text";
import classes from "./Choose.module.css";

interface ChooseProps {
  /** A job has begun. */
  onBegun: () => void;
  onBring: (chosen: readonly Chosen[]) => void;
  /** Photos are held over the page. */
  over: boolean;
}

/** The two ways to begin: a folder of the server's machine, or photos from here. */
export function Choose({ onBegun, onBring, over }: ChooseProps) {
  const text = useText();
  const mayChoose = useMay("admin");
  return (
    <div className={classes.page}>
      <header className={classes.hello}>
        <span className={classes.sign}>
          <ScanFace size={34} strokeWidth={1.5} aria-hidden="true" />
        </span>
        <h1 className={classes.title}>{text.welcome.title}</h1>
        <p className={classes.about}>{text.welcome.hello}</p>
        <p className={classes.private}>
          <ShieldCheck size={18} aria-hidden="true" />
          {text.welcome.private}
        </p>
      </header>
      <div className={classes.ways} data-one={!mayChoose || undefined}>
        {mayChoose && <FolderWay onBegun={onBegun} />}
        <BringWay onBring={onBring} over={over} />
      </div>
    </div>
  );
}

function FolderWay({ onBegun }: { onBegun: () => void }) {
  const text = useText();
  const toasts = useToasts();
  const [path, setPath] = useState("");
  const [collections, setCollections] = useState(false);
  const adding = useMutation({
    mutationFn: async () =>
      (await addSource({ body: { path, folders_as_collections: collections } })).data,
    onSuccess: onBegun,
    onError: toasts.failed,
  });
  return (
    <section className={classes.way} aria-labelledby="choose-folder">
      <h2 id="choose-folder" className={classes.heading}>
        <FolderOpen size={22} strokeWidth={1.7} aria-hidden="true" />
        {text.welcome.folder}
      </h2>
      <p className={classes.help}>{text.welcome.folderHelp}</p>
      <div className={classes.browser}>
        <FolderBrowser path={path} onPath={setPath} />
      </div>
      <Checkbox
        checked={collections}
        onChange={(event) => setCollections(event.currentTarget.checked)}
        label={text.welcome.collections}
        description={text.welcome.collectionsHelp}
      />
      <Button
        size="lg"
        fullWidth
        disabled={path === ""}
        loading={adding.isPending || adding.isSuccess}
        onClick={() => adding.mutate()}
      >
        {path === "" ? text.welcome.beginNone : text.welcome.begin(folderName(path))}
      </Button>
    </section>
  );
}

function BringWay({ onBring, over }: Pick<ChooseProps, "onBring" | "over">) {
  const text = useText();
  return (
    <section className={classes.way} aria-labelledby="bring-photos" data-over={over || undefined}>
      <h2 id="bring-photos" className={classes.heading}>
        <ImageUp size={22} strokeWidth={1.7} aria-hidden="true" />
        {text.welcome.bring}
      </h2>
      <div className={classes.drop}>
        <Images size={44} strokeWidth={1.2} aria-hidden="true" />
        <p className={classes.help}>{text.welcome.bringHelp}</p>
        <FileButton onChosen={onBring} variant="default" size="md">
          {text.upload.drop.choose}
        </FileButton>
        <FileButton folder onChosen={onBring} variant="subtle" size="md">
          {text.upload.drop.folder}
        </FileButton>
      </div>
    </section>
  );
}
