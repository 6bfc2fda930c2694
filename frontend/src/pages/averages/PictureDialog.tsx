import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, EyeOff, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  listAveragePicturesOptions,
  listAveragesOptions,
} from "@/client/@tanstack/react-query.gen";
import { removeAveragePicture } from "@/client/sdk.gen";
import type { AveragePictureOut } from "@/client/types.gen";
import { pictureOfAverages } from "@/data/pictures";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { useToasts } from "@/data/toasts";
import { variables } from "@/lib/variables";
import { AverageImage } from "@/parts/average/AverageImage";
import { differingWords } from "@/parts/average/remarks";
import { Sure } from "@/parts/Sure";
import { useText } from "@/text";
import classes from "./PictureDialog.module.css";
import { kindOf } from "./pictureWords";
import { StripTable } from "./StripTable";

interface PictureDialogProps {
  /** Its id, which may be one that is gone. */
  picture: string;
  onClose: () => void;
}

/** A picture of averages as a whole, with what is to be said of it. */
export function PictureDialog({ picture, onClose }: PictureDialogProps) {
  const text = useText();
  const asked = useQuery(listAveragePicturesOptions());
  const found = asked.data?.find((one) => one.picture === picture);
  if (asked.data === undefined) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={1000}
      title={found === undefined ? text.averages.pictures.gone : found.title}
      closeButtonProps={{ "aria-label": text.common.close }}
      classNames={{ title: classes.title ?? "" }}
    >
      {found !== undefined && <Opened picture={found} onClose={onClose} />}
    </Modal>
  );
}

function Opened({ picture, onClose }: { picture: AveragePictureOut; onClose: () => void }) {
  const text = useText();
  const words = text.averages.pictures;
  const may = useMay("write");
  const [asking, setAsking] = useState(false);
  const removing = useRemove(onClose);
  const kind = kindOf(text, picture);
  const differing = differingWords(text, picture.report.differs ?? []);
  return (
    <div className={classes.picture}>
      <p className={classes.kind}>{kind}</p>
      {picture.made === null ? (
        <p className={classes.hidden}>
          <EyeOff size={22} aria-hidden="true" />
          {words.outdated}
        </p>
      ) : (
        // Scrolls sideways: so it has to be reached with the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: as said.
        // biome-ignore lint/a11y/useSemanticElements: a group of one picture is no fieldset.
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={kind}>
          <div
            className={classes.whole}
            style={variables({
              "--ratio": picture.width / picture.height,
              "--width": `${picture.width}px`,
            })}
          >
            <AverageImage
              first
              src={pictureOfAverages(picture.picture, picture.made)}
              alt={words.alt(kind, picture.title)}
              whole={picture}
            />
          </div>
        </div>
      )}
      {differing !== null && <p className={classes.said}>{differing}</p>}
      {picture.report.remarks?.map((remark) => (
        <p key={remark} className={classes.said} lang="en">
          {remark}
        </p>
      ))}
      <StripTable report={picture.report} />
      <MadeOf ids={picture.of} />
      <div className={classes.actions}>
        {may && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<Trash2 size={16} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            {words.remove}
          </Button>
        )}
        {picture.made !== null && (
          <Button
            component="a"
            href={pictureOfAverages(picture.picture, picture.made, true)}
            download
            leftSection={<Download size={16} aria-hidden="true" />}
          >
            {words.download}
          </Button>
        )}
      </div>
      <Sure
        opened={asking}
        onClose={() => setAsking(false)}
        title={words.removeTitle(picture.title)}
        help={words.removeHelp}
        deed={words.remove}
        pending={removing.isPending}
        onYes={() => removing.mutate(picture.picture)}
      />
    </div>
  );
}

/** The averages that a picture is made of. */
function MadeOf({ ids }: { ids: readonly string[] }) {
  const text = useText();
  const asked = useQuery(listAveragesOptions());
  const averages = asked.data?.filter((one) => ids.includes(one.average)) ?? [];
  if (averages.length === 0) return null;
  return (
    <p className={classes.madeOf}>
      {text.averages.pictures.madeOf}
      {averages.map(({ average, title }) => (
        <Link
          key={average}
          to="/averages/$average"
          params={{ average }}
          className={classes.average}
        >
          {title}
        </Link>
      ))}
    </p>
  );
}

function useRemove(onDone: () => void) {
  const text = useText();
  const toasts = useToasts();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (picture: string) => removeAveragePicture({ path: { picture } }),
    onSuccess: () => {
      toasts.told(text.averages.pictures.removed);
      onDone();
    },
    onError: toasts.failed,
    onSettled: () => refresh(queries, ["people"]),
  });
}
