import { Button } from "@mantine/core";
import { Camera, ImagePlus } from "lucide-react";
import { useId } from "react";
import type { Chosen } from "@/data/uploads";
import { FileButton } from "@/parts/drop/FileButton";
import { useText } from "@/text";
import { MOST_PICTURES } from "./choice";
import { KnownCard } from "./KnownCard";
import { PictureCard } from "./PictureCard";
import classes from "./Samples.module.css";
import { useSearchState } from "./search";

interface SamplesProps {
  onChosen: (chosen: Chosen[]) => void;
  onCamera: () => void;
}

/** What was brought: every picture with the faces on it, and which of them count. */
export function Samples({ onChosen, onCamera }: SamplesProps) {
  const text = useText().find;
  const { brought, tooMany } = useSearchState();
  const id = useId();
  const full = brought.length >= MOST_PICTURES;
  return (
    <section className={classes.samples} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {text.samples.title}
      </h2>
      <ul className={classes.list}>
        {brought.map((one) => (
          <li key={one.id} className={classes.card}>
            {one.kind === "face" ? <KnownCard known={one} /> : <PictureCard picture={one} />}
          </li>
        ))}
      </ul>
      {tooMany && (
        <p className={classes.limit} role="alert">
          {text.samples.tooMany(MOST_PICTURES)}
        </p>
      )}
      {!full && (
        <div className={classes.more}>
          <FileButton
            variant="default"
            leftSection={<ImagePlus size={17} aria-hidden="true" />}
            onChosen={onChosen}
          >
            {text.samples.add}
          </FileButton>
          <Button
            variant="default"
            leftSection={<Camera size={17} aria-hidden="true" />}
            onClick={onCamera}
          >
            {text.start.camera}
          </Button>
        </div>
      )}
    </section>
  );
}
