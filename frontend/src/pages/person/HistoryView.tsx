import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Undo2 } from "lucide-react";
import { listEditsInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { EditOut, PersonAbout } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { useUndo } from "@/parts/person/usePersonEdits";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import { entryInWords } from "./entryWords";
import classes from "./HistoryView.module.css";

const PAGE = 50;

/** What was decided about a person, newest first; every entry can be taken back. */
export function HistoryView({ person }: { person: PersonAbout }) {
  const text = useText();
  const words = text.person.history;
  const asked = useInfiniteQuery({
    ...listEditsInfiniteOptions({ query: { person: person.person, limit: PAGE } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next ?? undefined,
    throwOnError: true,
  });
  const entries = asked.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={words.title}
      about={asked.data !== undefined && entries.length === 0 ? words.none : undefined}
      actions={
        <Link to="/history" className={classes.whole}>
          {words.whole}
        </Link>
      }
    >
      {asked.isPending && <div className={classes.place} />}
      <ol className={classes.entries}>
        {entries.map((entry) => (
          <li key={entry.edit} className={classes.entry} data-undone={entry.undone || undefined}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {asked.hasNextPage && (
        <Button
          variant="default"
          loading={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Section>
  );
}

function Entry({ entry }: { entry: EditOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.person.history;
  const mayWrite = useMay("write");
  const undo = useUndo();
  const what = entryInWords(entry, text);
  return (
    <>
      <div className={classes.words}>
        <span className={classes.what}>{what}</span>
        <span className={classes.when}>
          <time dateTime={entry.when} title={entry.when}>
            {format.ago(entry.when)}
          </time>
          {entry.who !== "" && ` ${words.by(entry.who)}`}
          {entry.undone && `, ${words.undone}`}
        </span>
      </div>
      {mayWrite && !entry.undone && entry.kind !== "forget" && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes.undo ?? ""}
          leftSection={<Undo2 size={15} aria-hidden="true" />}
          aria-label={words.undoOf(what)}
          loading={undo.isPending}
          onClick={() => undo.mutate({ edit: entry.edit })}
        >
          {words.undo}
        </Button>
      )}
    </>
  );
}
