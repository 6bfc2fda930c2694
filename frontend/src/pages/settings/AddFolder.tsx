import { Button, Checkbox, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addSource } from "@/client/sdk.gen";
import { refresh } from "@/data/queries";
import { useToasts } from "@/data/toasts";
import { FolderBrowser } from "@/parts/folders/FolderBrowser";
import { Refused } from "@/parts/Refused";
import { useText } from "@/text";
import classes from "./Panel.module.css";

interface AddFolderProps {
  opened: boolean;
  onClose: () => void;
}

/** Lets an owner choose one more folder of the server's machine. */
export function AddFolder({ opened, onClose }: AddFolderProps) {
  const text = useText();
  const words = text.settings.photos;
  const toasts = useToasts();
  const queries = useQueryClient();
  const [path, setPath] = useState("");
  const [collections, setCollections] = useState(false);
  const adding = useMutation({
    mutationFn: () => addSource({ body: { path, folders_as_collections: collections } }),
    onSuccess: () => {
      toasts.told(words.asked);
      onClose();
    },
    onSettled: () => refresh(queries, ["jobs", "photos"]),
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={words.add}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <div className={classes.dialog}>
        <p className={classes.note}>{words.choose}</p>
        <FolderBrowser path={path} onPath={setPath} />
        <p className={classes.note} aria-live="polite">
          {path !== "" && text.settings.folders.chosen(path)}
        </p>
        <Checkbox
          label={words.asCollections}
          checked={collections}
          onChange={(event) => setCollections(event.currentTarget.checked)}
        />
        <Refused error={adding.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button disabled={path === ""} loading={adding.isPending} onClick={() => adding.mutate()}>
            {words.addThis}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
