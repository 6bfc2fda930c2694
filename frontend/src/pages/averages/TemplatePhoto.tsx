import { Modal, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { AverageOut } from "@/client/types.gen";
import { PhotoPicker } from "@/parts/average/PhotoPicker";
import { useText } from "@/text";
import classes from "./TemplatePhoto.module.css";

interface TemplatePhotoProps {
  others: readonly AverageOut[];
  onChoose: (photo: string, other: AverageOut | null) => void;
  onClose: () => void;
}

/** Asks on which photo an average goes, and whether another one goes beside it. */
export function TemplatePhoto({ others, onChoose, onClose }: TemplatePhotoProps) {
  const text = useText();
  const words = text.averages.template;
  const narrow = useMediaQuery("(max-width: 767px)");
  const [second, setSecond] = useState<string | null>(null);
  const other = others.find(({ average }) => average === second) ?? null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      fullScreen={narrow ?? false}
      title={words.choose}
      closeButtonProps={{ "aria-label": text.common.close }}
      classNames={{ title: classes.title ?? "" }}
    >
      <div className={classes.choose}>
        <p className={classes.help}>{words.chooseHelp}</p>
        {others.length > 0 && (
          <Select
            className={classes.second ?? ""}
            label={words.two}
            placeholder={words.alone}
            data={others.map(({ average, title }) => ({ value: average, label: title }))}
            value={second}
            clearable
            onChange={setSecond}
          />
        )}
        <PhotoPicker
          fewest={other === null ? 1 : 2}
          onChoose={(photo) => onChoose(photo.photo, other)}
        />
      </div>
    </Modal>
  );
}
