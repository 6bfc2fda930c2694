import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { listJobsInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Earlier.module.css";
import { EndedJob } from "./EndedJob";

const A_PAGE = 20;

/** What has come to its end, newest first. */
export function Earlier() {
  const text = useText();
  const asked = useInfiniteQuery({
    ...listJobsInfiniteOptions({
      query: { state: ["done", "failed", "cancelled"], limit: A_PAGE },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next,
    throwOnError: true,
  });
  const jobs = asked.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={text.jobs.earlier}>
      {jobs === undefined ? (
        <Skeleton height={220} radius="lg" />
      ) : jobs.length === 0 ? (
        <p className={classes.none}>
          {text.jobs.none}. {text.jobs.noneHelp}
        </p>
      ) : (
        <ul className={classes.list}>
          {jobs.map((job) => (
            <EndedJob key={job.job} job={job} />
          ))}
        </ul>
      )}
      {asked.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {text.jobs.older}
          </Button>
        </div>
      )}
    </Section>
  );
}
