import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Troubled } from "@/parts/Troubled";
import classes from "./Panel.module.css";
import { Rows } from "./Rows";

interface ListedProps<Item> {
  /** The question that lists them. */
  asked: { data: readonly Item[] | undefined; error: unknown; refetch: () => unknown };
  /** Said where there are none. */
  none: ReactNode;
  /** Draws one of them, with a key of its own. */
  children: (item: Item) => ReactNode;
}

/** What the server lists, one below the other; also while it comes, and where there is nothing. */
export function Listed<Item>({ asked, none, children }: ListedProps<Item>) {
  if (asked.error !== null) {
    return <Troubled error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) return <Skeleton height={140} radius="lg" />;
  if (asked.data.length === 0) return <p className={classes.none}>{none}</p>;
  return <Rows>{asked.data.map(children)}</Rows>;
}
