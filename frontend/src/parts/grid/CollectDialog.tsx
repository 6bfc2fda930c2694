import { Button, Loader, Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Folder } from "lucide-react";
import { type FormEvent, useState } from "react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import { ApiError } from "@/data/api";
import { useText } from "@/text";
import { useErrorWords } from "../useErrorWords";
import type { ChosenDialogProps } from "./ChosenDialogProps";
import classes from "./CollectDialog.module.css";
import { useCollecting } from "./useCollecting";

/** Asks into which collection the chosen photos go: one that is there, or a new one. */
export function CollectDialog({
  chosen,
  count,
  filter,
  shapes,
  onClose,
  onDone,
}: ChosenDialogProps) {
  const text = useText();
  const words = useErrorWords();
  const [name, setName] = useState("");
  const asked = useQuery(listCollectionsOptions());
  const { put, make } = useCollecting(filter, shapes);
  const busy = put.isPending || make.isPending;
  const done = { onSuccess: onDone };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const collection = name.trim();
    if (collection !== "") make.mutate({ chosen, collection }, done);
  };
  const taken = make.error instanceof ApiError && make.error.status === 409;
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.photos.chosen.collectTitle(count)}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          className={classes.name}
          label={text.photos.chosen.newCollection}
          value={name}
          maxLength={200}
          data-autofocus
          error={
            make.error === null
              ? undefined
              : taken
                ? text.photos.chosen.nameTaken
                : words(make.error)
          }
          onChange={(event) => {
            setName(event.currentTarget.value);
            make.reset();
          }}
        />
        <Button type="submit" loading={make.isPending} disabled={name.trim() === "" || busy}>
          {text.photos.chosen.make}
        </Button>
      </form>
      {(asked.data ?? []).length > 0 && (
        <>
          <h3 className={classes.heading}>{text.photos.chosen.existing}</h3>
          <ul className={classes.list}>
            {(asked.data ?? []).map(({ collection, photos }) => (
              <li key={collection}>
                <button
                  type="button"
                  className={classes.one}
                  disabled={busy}
                  onClick={() => put.mutate({ chosen, collection }, done)}
                >
                  {put.isPending && put.variables.collection === collection ? (
                    <Loader size={17} />
                  ) : (
                    <Folder size={17} aria-hidden="true" />
                  )}
                  <span className={classes.label}>{collection}</span>
                  <span className={classes.count}>{text.common.photos(photos)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
