import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheckBig, CloudUpload, Pause, Play, RotateCcw, X } from "lucide-react";
import type { Item, Totals, Uploads } from "@/data/uploads";
import { useFormat, useText } from "@/text";
import { Bar } from "./Bar";
import classes from "./Overview.module.css";
import { collectionOf, headline, secondsLeft } from "./standing";

interface OverviewProps {
  items: readonly Item[];
  paused: boolean;
  totals: Totals;
  uploads: Uploads;
}

/** How far everything is, and what can be done about all of it. */
export function Overview({ items, paused, totals, uploads }: OverviewProps) {
  const text = useText().upload.overview;
  const format = useFormat();
  const busy = totals.waiting + totals.sending > 0;
  const troubled = items.some((item) => item.troubled);
  const left = paused || troubled ? null : secondsLeft(totals);
  const title = headline(text, format, totals, paused);

  return (
    <section className={classes.overview} aria-label={text.label}>
      <div className={classes.head}>
        <span
          className={classes.icon}
          data-state={busy ? "busy" : arrived(totals) ? "done" : "bad"}
        >
          <Sign busy={busy} good={arrived(totals)} />
        </span>
        <div className={classes.words}>
          <h2 className={classes.title}>{title}</h2>
          <p className={classes.facts}>
            {busy && (
              <span>{text.bytes(format.bytes(totals.sent), format.bytes(totals.bytes))}</span>
            )}
            {left !== null && totals.bytesPerSecond !== null && (
              <>
                <span>{text.rate(format.bytes(totals.bytesPerSecond))}</span>
                <span>{text.left(format.seconds(left))}</span>
              </>
            )}
            {totals.duplicates > 0 && totals.stored + totals.waiting + totals.sending > 0 && (
              <span>{text.duplicates(totals.duplicates)}</span>
            )}
            {totals.bad > 0 && <span className={classes.bad}>{text.bad(totals.bad)}</span>}
          </p>
        </div>
        <div className={classes.actions}>
          <Actions items={items} paused={paused} totals={totals} uploads={uploads} />
        </div>
      </div>
      {busy && (
        <Bar share={totals.bytes === 0 ? 0 : totals.sent / totals.bytes} label={text.bar} tall />
      )}
      {troubled && !paused && <p className={classes.trouble}>{text.waiting}</p>}
      <p className={classes.spoken} role="status">
        {!busy || paused ? title : troubled ? text.waiting : ""}
      </p>
    </section>
  );
}

function Actions({ items, paused, totals, uploads }: OverviewProps) {
  const text = useText().upload.overview;
  if (totals.waiting + totals.sending > 0) {
    return (
      <>
        <Button
          variant="default"
          leftSection={paused ? <Play size={16} /> : <Pause size={16} />}
          onClick={() => (paused ? uploads.resume() : uploads.pause())}
        >
          {paused ? text.resume : text.pause}
        </Button>
        <Button variant="default" leftSection={<X size={16} />} onClick={() => uploads.cancelAll()}>
          {text.cancel}
        </Button>
      </>
    );
  }
  const collection = collectionOf(items);
  return (
    <>
      {items.some((item) => item.state === "failed") && (
        <Button leftSection={<RotateCcw size={16} />} onClick={() => uploads.retry()}>
          {text.retry}
        </Button>
      )}
      <Button variant="default" onClick={() => uploads.clear()}>
        {text.clear}
      </Button>
      {arrived(totals) && (
        <Button
          component={Link}
          to="/photos"
          search={(collection === null ? {} : { collection }) as never}
        >
          {collection === null ? text.see : text.seeCollection(collection)}
        </Button>
      )}
    </>
  );
}

function Sign({ busy, good }: { busy: boolean; good: boolean }) {
  const Icon = busy ? CloudUpload : good ? CircleCheckBig : CircleAlert;
  return <Icon size={24} strokeWidth={1.8} aria-hidden="true" />;
}

function arrived(totals: Totals): boolean {
  return totals.stored + totals.duplicates > 0;
}
