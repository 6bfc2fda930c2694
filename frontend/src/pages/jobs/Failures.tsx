import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CircleCheck, FileWarning } from "lucide-react";
import {
  getLibraryOptions,
  listFailuresInfiniteOptions,
  listSourcesOptions,
} from "@/client/@tanstack/react-query.gen";
import { useStartJob } from "@/parts/job/useStartJob";
import { lookedUp } from "@/parts/job/words";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Failures.module.css";
import { byReason, type FailureGroup } from "./failures";

const A_PAGE = 200;

/** Files that could not be used: why, in plain words, and what to do about it. */
export function Failures() {
  const text = useText();
  const words = text.jobs.failures;
  const library = useQuery(getLibraryOptions());
  const asked = useInfiniteQuery({
    ...listFailuresInfiniteOptions({ query: { limit: A_PAGE } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next,
    throwOnError: true,
  });
  const starting = useStartJob();
  const failures = asked.data?.pages.flatMap((page) => page.items);
  if (failures === undefined) return <Skeleton height={120} radius="lg" />;
  if (failures.length === 0) {
    return (
      <Section title={words.title}>
        <p className={classes.none}>
          <CircleCheck size={18} aria-hidden="true" /> {words.none}
        </p>
      </Section>
    );
  }
  return (
    <Section
      title={words.title}
      about={words.about(Math.max(library.data?.failures ?? 0, failures.length))}
      actions={
        <Button
          variant="default"
          loading={starting.isPending}
          onClick={() => starting.mutate({ kind: "add" })}
        >
          {words.again}
        </Button>
      }
    >
      <ul className={classes.groups}>
        {byReason(failures).map((group) => (
          <li key={group.reason}>
            <Reason group={group} all={!asked.hasNextPage} />
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {words.more}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** @param all Whether no other page may hold more files of this reason. */
function Reason({ group, all }: { group: FailureGroup; all: boolean }) {
  const text = useText();
  const words = text.jobs.failures;
  const sources = useQuery(listSourcesOptions());
  const names = new Map(sources.data?.map((source) => [source.source, source.uri]));
  const several = (sources.data?.length ?? 0) > 1;
  const n = group.files.length;
  return (
    <details className={classes.group}>
      <summary className={classes.summary}>
        <FileWarning size={20} strokeWidth={1.7} className={classes.icon} aria-hidden="true" />
        <span className={classes.words}>
          <span className={classes.title}>
            {lookedUp(words.reasons, group.reason) ?? words.unknown}
          </span>
          <span className={classes.todo}>
            {lookedUp(words.todos, group.reason) ?? words.unknownHelp}
          </span>
        </span>
        <span className={classes.count}>{all ? words.files(n) : words.filesSoFar(n)}</span>
      </summary>
      <ul className={classes.files}>
        {group.files.map((file) => (
          <li key={`${file.source}/${file.path}`} className={classes.file}>
            <span className={classes.path}>
              {several && <span className={classes.source}>{names.get(file.source)}/</span>}
              {file.path}
            </span>
            <span className={classes.detail}>{file.detail}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
