import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import type { Chosen } from "@/data/uploads";
import { Camera } from "@/parts/camera/Camera";
import { DropVeil } from "@/parts/drop/DropVeil";
import { useDropping } from "@/parts/drop/useDropping";
import { PageHeader } from "@/parts/PageHeader";
import { useText } from "@/text";
import { Answer } from "./Answer";
import { MOST_PICTURES } from "./choice";
import classes from "./Find.module.css";
import { Samples } from "./Samples";
import { Start } from "./Start";
import { search, useSearchState } from "./search";
import { forgetAsked, useAsked } from "./useAsked";

/** Finds all photos of somebody from a few samples, and says so when they are not there. */
export function Find() {
  const text = useText().find;
  const navigate = useNavigate();
  const { brought } = useSearchState();
  const [camera, shown] = useDisclosure(false);
  useAsked();

  const bring = (chosen: readonly Chosen[]): void => search.bring(chosen.map(({ file }) => file));
  const over = useDropping(bring);
  const startOver = (): void => {
    search.clear();
    forgetAsked();
    void navigate({ to: "/find", search: {}, replace: true });
  };

  return (
    <>
      <PageHeader title={text.title} about={text.about}>
        {brought.length > 0 && (
          <Button
            variant="default"
            leftSection={<RotateCcw size={16} aria-hidden="true" />}
            onClick={startOver}
          >
            {text.samples.clear}
          </Button>
        )}
      </PageHeader>
      {brought.length === 0 ? (
        <div className={classes.start}>
          <Start over={over} onChosen={bring} onCamera={shown.open} />
        </div>
      ) : (
        <div className={classes.search}>
          <Samples onChosen={bring} onCamera={shown.open} />
          <Answer />
        </div>
      )}
      <DropVeil over={over}>{text.start.veil}</DropVeil>
      <Camera
        opened={camera}
        onClose={shown.close}
        onChosen={bring}
        most={Math.max(1, MOST_PICTURES - brought.length)}
      />
    </>
  );
}
