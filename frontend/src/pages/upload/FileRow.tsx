import { ActionIcon } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  CloudOff,
  CopyCheck,
  FileX,
  ImageIcon,
  LoaderCircle,
  type LucideIcon,
  RotateCcw,
  X,
} from "lucide-react";
import { memo, useState } from "react";
import type { Item, Uploads } from "@/data/uploads";
import { useObjectUrl } from "@/parts/drop/useObjectUrl";
import { useFormat, useText } from "@/text";
import { Bar } from "./Bar";
import classes from "./FileRow.module.css";
import { useIsAdded } from "./useIsAdded";

interface FileRowProps {
  item: Item;
  paused: boolean;
  /** The library looks at new photos now: what just arrived has no page yet. */
  looking: boolean;
  uploads: Uploads;
}

type Shown = Item["state"] | "paused" | "troubled";

const SIGNS: Record<Shown, LucideIcon> = {
  waiting: Clock,
  sending: LoaderCircle,
  paused: CirclePause,
  troubled: CloudOff,
  stored: CircleCheck,
  duplicate: CopyCheck,
  refused: FileX,
  failed: CircleAlert,
};

/** One file: what it is, how far it is, and what can be done. */
export const FileRow = memo(function FileRow({ item, paused, looking, uploads }: FileRowProps) {
  const text = useText().upload;
  const format = useFormat();
  const { file, path } = item;
  const shown = shownAs(item, paused);
  const Sign = SIGNS[shown];
  const moving = item.state === "sending";
  const done = item.state === "stored" || item.state === "duplicate";
  const added = useIsAdded(item, looking);

  return (
    <div className={classes.row} data-state={shown}>
      <Thumb item={item} />
      <div className={classes.words}>
        <p className={classes.name} title={path}>
          {path}
        </p>
        {item.reason !== null || item.failure !== null ? (
          <p className={classes.why}>{why(text, item)}</p>
        ) : moving ? (
          <Bar
            share={file.size === 0 ? 0 : item.sent / file.size}
            label={text.list.progress(path)}
            still={paused || item.troubled}
          />
        ) : (
          <p className={classes.about}>{format.bytes(file.size)}</p>
        )}
      </div>
      <span className={classes.state}>
        <Sign size={17} aria-hidden="true" className={classes.sign} />
        <span>
          {moving && shown === "sending"
            ? format.percent(item.sent / file.size)
            : text.state[shown]}
        </span>
      </span>
      <span className={classes.actions}>
        {added && (
          <Link to="/photos" search={{ photo: item.photo ?? "" }} aria-label={text.list.show(path)}>
            {text.state.seeKnown}
          </Link>
        )}
        {item.state === "failed" && (
          <ActionIcon
            size={40}
            aria-label={text.list.retry(path)}
            onClick={() => uploads.retry(item.id)}
          >
            <RotateCcw size={17} aria-hidden="true" />
          </ActionIcon>
        )}
        {!done && (
          <ActionIcon
            size={40}
            aria-label={
              moving || item.state === "waiting" ? text.list.cancel(path) : text.list.remove(path)
            }
            onClick={() => uploads.cancel(item.id)}
          >
            <X size={18} aria-hidden="true" />
          </ActionIcon>
        )}
      </span>
    </div>
  );
});

function Thumb({ item }: { item: Item }) {
  const url = useObjectUrl(item.file);
  const [broken, setBroken] = useState(false);
  const bad = item.state === "refused";
  return (
    <span className={classes.thumb}>
      {url === undefined || broken || bad ? (
        <ImageIcon size={20} strokeWidth={1.6} aria-hidden="true" />
      ) : (
        <img src={url} alt="" decoding="async" onError={() => setBroken(true)} />
      )}
    </span>
  );
}

function shownAs(item: Item, paused: boolean): Shown {
  if (item.state === "sending" || item.state === "waiting") {
    if (paused) return "paused";
    if (item.troubled) return "troubled";
  }
  return item.state;
}

function why(text: ReturnType<typeof useText>["upload"], item: Item): string {
  if (item.reason !== null) return text.reason[item.reason];
  return item.failure === null ? "" : text.reason[item.failure];
}
