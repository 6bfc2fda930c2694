import { ActionIcon, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Download, FolderMinus, FolderPlus, ListChecks, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import type { PhotoFilter } from "@/data/filters";
import { useMay } from "@/data/session";
import type { Shapes } from "@/lib/layoutShapes";
import { countOf, EVERYTHING } from "@/lib/selection";
import { useText } from "@/text";
import { CollectDialog } from "./CollectDialog";
import { ForgetDialog } from "./ForgetDialog";
import classes from "./SelectionBar.module.css";
import { useCollecting } from "./useCollecting";
import { useDownload } from "./useDownload";
import type { Selection } from "./useSelection";

interface SelectionBarProps {
  selection: Selection;
  filter: PhotoFilter;
  shapes: Shapes;
}

/** What can be done with the photos that are chosen; lies over the head of the page. */
export function SelectionBar(props: SelectionBarProps) {
  return props.selection.choosing ? <Bar {...props} /> : null;
}

function Bar({ selection, filter, shapes }: SelectionBarProps) {
  const text = useText();
  const mayWrite = useMay("write");
  const isAdmin = useMay("admin");
  const [collecting, collect] = useDisclosure(false);
  const [forgetting, forget] = useDisclosure(false);
  const download = useDownload(filter, shapes);
  const { takeOut } = useCollecting(filter, shapes);
  const { chosen, clear } = selection;
  const count = countOf(chosen, shapes.length);
  const { collection } = filter;
  return (
    <section className={classes.bar} aria-label={text.photos.chosen.title}>
      <ActionIcon size={40} aria-label={text.photos.chosen.end} onClick={clear}>
        <X size={20} aria-hidden="true" />
      </ActionIcon>
      <p className={classes.count} aria-live="polite">
        {text.photos.chosen.count(count)}
      </p>
      <div className={classes.actions}>
        {count < shapes.length && (
          <Action
            icon={<ListChecks size={18} aria-hidden="true" />}
            label={text.photos.chosen.all}
            onClick={() => selection.change(() => EVERYTHING)}
          />
        )}
        {mayWrite && (
          <Action
            icon={<FolderPlus size={18} aria-hidden="true" />}
            label={text.photos.chosen.collect}
            onClick={collect.open}
          />
        )}
        {mayWrite && collection !== undefined && (
          <Action
            icon={<FolderMinus size={18} aria-hidden="true" />}
            label={text.photos.chosen.takeOut(collection)}
            busy={takeOut.isPending}
            onClick={() => takeOut.mutate({ chosen, collection }, { onSuccess: clear })}
          />
        )}
        <Action
          icon={<Download size={18} aria-hidden="true" />}
          label={text.common.download}
          busy={download.isPending}
          onClick={() => download.mutate(chosen)}
        />
        {isAdmin && (
          <Action
            icon={<Trash2 size={18} aria-hidden="true" />}
            label={text.photos.chosen.forget}
            onClick={forget.open}
          />
        )}
      </div>
      {collecting && (
        <CollectDialog
          chosen={chosen}
          count={count}
          filter={filter}
          shapes={shapes}
          onClose={collect.close}
          onDone={clear}
        />
      )}
      {forgetting && (
        <ForgetDialog
          chosen={chosen}
          count={count}
          filter={filter}
          shapes={shapes}
          onClose={forget.close}
          onDone={clear}
        />
      )}
    </section>
  );
}

interface ActionProps {
  icon: ReactNode;
  label: string;
  busy?: boolean;
  onClick: () => void;
}

function Action({ icon, label, busy = false, onClick }: ActionProps) {
  return (
    <Button
      variant="subtle"
      size="sm"
      className={classes.action}
      classNames={{ section: classes.icon, label: classes.label }}
      leftSection={icon}
      loading={busy}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
