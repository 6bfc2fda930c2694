import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { History as Clock } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { getPersonOptions, listEditsInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { EditOut } from "@/client/types.gen";
import { EmptyState } from "@/parts/EmptyState";
import { saidBy } from "@/parts/log/said";
import { PageHeader } from "@/parts/PageHeader";
import { useFormat, useText } from "@/text";
import { byDay, nearness } from "./days";
import { Entry } from "./Entry";
import classes from "./History.module.css";
import { CHOICES, type Choice, isOf } from "./kinds";

const AT_ONCE = 100; // entries of a page

/** Everything that was decided, by whom, and the way back. */
export function History() {
  const text = useText();
  const { person } = useSearch({ from: "/history" });
  const [choice, setChoice] = useState<Choice>("everything");
  const log = useLog(person);
  const shown = log.edits?.filter((edit) => isOf(choice, edit));
  return (
    <>
      <PageHeader title={text.history.title} about={text.history.about}>
        <SegmentedControl
          aria-label={text.history.filter}
          value={choice}
          onChange={(value) => setChoice(value as Choice)}
          data={CHOICES.map((value) => ({ value, label: text.history[value] }))}
          radius="xl"
          className={classes.choices ?? ""}
        />
      </PageHeader>
      <div className={classes.page} data-reads>
        {person !== undefined && <OnlyOf person={person} />}
        {shown === undefined ? <Loading /> : <Days edits={shown} all={log.edits ?? []} />}
        {shown?.length === 0 && !log.hasMore && <Nothing any={log.edits?.length !== 0} />}
        <Older log={log} reach={shown?.length ?? 0} />
      </div>
    </>
  );
}

interface Log {
  edits: readonly EditOut[] | undefined;
  hasMore: boolean;
  isLoading: boolean;
  more: () => void;
}

function useLog(person: string | undefined): Log {
  const asked = useInfiniteQuery({
    ...listEditsInfiniteOptions({
      query: { limit: AT_ONCE, ...(person === undefined ? {} : { person }) },
    }),
    initialPageParam: {}, // null would be taken for a page by the client
    getNextPageParam: (page) => page.next,
    throwOnError: true,
  });
  return {
    edits: asked.data?.pages.flatMap((page) => page.items),
    hasMore: asked.hasNextPage,
    isLoading: asked.isFetchingNextPage,
    more: () => void asked.fetchNextPage(),
  };
}

function Days({ edits, all }: { edits: readonly EditOut[]; all: readonly EditOut[] }) {
  const text = useText();
  const format = useFormat();
  const ended = new Set(
    all
      .filter((edit) => edit.kind === "merge" && edit.undone !== true)
      .flatMap((edit) => saidBy(edit, text.history).ended),
  );
  return byDay(edits).map(({ day, items }) => {
    const near = nearness(day);
    return (
      <section key={day} className={classes.day}>
        <h2 className={classes.heading}>{near === null ? format.day(day) : text.history[near]}</h2>
        <ol className={classes.entries}>
          {items.map((edit) => (
            <Entry key={edit.edit} edit={edit} ended={ended} />
          ))}
        </ol>
      </section>
    );
  });
}

/** The end of the list, which loads what comes before when it is near. */
function Older({ log, reach }: { log: Log; reach: number }) {
  const text = useText();
  const end = useRef<HTMLDivElement>(null);
  const { hasMore, isLoading, more } = log;
  const load = useRef(more);
  load.current = more;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the list has grown.
  useEffect(() => {
    const at = end.current;
    if (at === null || !hasMore || isLoading) return;
    const watching = new IntersectionObserver(
      ([seen]) => seen?.isIntersecting === true && load.current(),
      { rootMargin: "600px" },
    );
    watching.observe(at);
    return () => watching.disconnect();
  }, [hasMore, isLoading, reach]);
  if (log.edits === undefined) return null;
  return (
    <div ref={end} className={classes.end}>
      {hasMore ? (
        <Button variant="subtle" loading={isLoading} onClick={more}>
          {text.history.older}
        </Button>
      ) : (
        reach > 0 && <p>{text.history.start}</p>
      )}
    </div>
  );
}

function OnlyOf({ person }: { person: string }) {
  const text = useText();
  const found = useQuery(getPersonOptions({ path: { person } }));
  return (
    <p className={classes.only}>
      <Link to="/people/$person" params={{ person }}>
        {text.history.onlyOf(found.data?.name ?? text.history.somebody)}
      </Link>
      <Button component={Link} to="/history" size="compact-sm" variant="default">
        {text.history.seeAll}
      </Button>
    </p>
  );
}

function Nothing({ any }: { any: boolean }) {
  const text = useText();
  return (
    <EmptyState
      icon={Clock}
      title={any ? text.history.nothingHere : text.history.nothing}
      help={any ? text.history.nothingHereHelp : text.history.nothingHelp}
      order={2}
    />
  );
}

function Loading() {
  const text = useText();
  return (
    <div role="status" aria-label={text.common.loading} className={classes.loading}>
      {Array.from({ length: 8 }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <Skeleton key={n} h={58} radius="lg" />
      ))}
    </div>
  );
}
