import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Item, Uploads } from "@/data/uploads";
import { useRunningJob } from "@/parts/job/useRunningJob";
import { useText } from "@/text";
import classes from "./FileList.module.css";
import { FileRow } from "./FileRow";
import { inOrder } from "./standing";

const ROW = 68; // pixels; measured where a reason needs two lines

interface FileListProps {
  items: readonly Item[];
  paused: boolean;
  uploads: Uploads;
}

/** Every file with how far it is; of thousands only those on screen are there. */
export function FileList({ items, paused, uploads }: FileListProps) {
  const text = useText().upload.list;
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const looking = useRunningJob("uploads") !== undefined;
  const ordered = useMemo(() => inOrder(items), [items]);

  // What stands above it comes and goes.
  useLayoutEffect(() => {
    const now = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(now - top) > 1) setTop(now);
  });

  const rows = useWindowVirtualizer({
    count: ordered.length,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => ordered[index]?.id ?? index,
  });

  return (
    <section aria-label={text.title}>
      <ul ref={list} className={classes.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const item = ordered[row.index];
          if (item === undefined) return null;
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={classes.row}
              style={{ transform: `translateY(${row.start - top}px)` }}
            >
              <FileRow item={item} paused={paused} looking={looking} uploads={uploads} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
