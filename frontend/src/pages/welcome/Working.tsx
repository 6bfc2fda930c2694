import { Button } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { listNewestFacesOptions } from "@/client/@tanstack/react-query.gen";
import { cancelJob } from "@/client/sdk.gen";
import type { JobOut } from "@/client/types.gen";
import { useToasts } from "@/data/toasts";
import type { Totals } from "@/data/uploads";
import { Mosaic } from "@/parts/faces/Mosaic";
import type { Rectangle } from "@/parts/faces/mosaic";
import { JobProgress } from "@/parts/job/JobProgress";
import { useFormat, useText } from "@/text";
import { doingOf } from "./steps";
import classes from "./Working.module.css";

const ASK_MS = 1_500;
const FACES = 150; // more than a large screen has room for

interface WorkingProps {
  /** Null: none has begun, photos are being sent. */
  job: JobOut | null;
  totals: Totals;
}

/** While photos are looked at: how far it is, and every face as it is found. */
export function Working({ job, totals }: WorkingProps) {
  const text = useText();
  const newest = useQuery({
    ...listNewestFacesOptions({ query: { limit: FACES } }),
    refetchInterval: ASK_MS,
    staleTime: 0,
  });
  const faces = useMemo(() => newest.data?.map((face) => face.face) ?? [], [newest.data]);
  const page = useRef<HTMLDivElement>(null);
  const [card, hole] = useHole(page);
  return (
    <div ref={page} className={classes.page}>
      <Mosaic faces={faces} hole={hole} />
      <section ref={card} className={classes.card} aria-live="polite">
        <h1 className={classes.title}>{text.welcome[doingOf(job)]}</h1>
        {job !== null && <JobProgress job={job} />}
        <Sending totals={totals} />
        <p className={classes.about}>{text.welcome.meanwhile}</p>
        <div className={classes.ways}>
          <Button component={Link} to="/photos" variant="default">
            {text.welcome.look}
          </Button>
          {job !== null && <Stop job={job} />}
        </div>
      </section>
    </div>
  );
}

function Sending({ totals }: { totals: Totals }) {
  const text = useText();
  const format = useFormat();
  if (totals.waiting + totals.sending === 0) return null;
  const share = totals.bytes === 0 ? 0 : totals.sent / totals.bytes;
  const done = totals.stored + totals.duplicates + totals.bad;
  return (
    <div className={classes.sending}>
      <p>{text.welcome.sent(format.number(done), format.number(totals.files))}</p>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={text.welcome.sentBar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(100 * share)}
      >
        <span style={{ width: `${100 * share}%` }} />
      </div>
    </div>
  );
}

function Stop({ job }: { job: JobOut }) {
  const text = useText();
  const toasts = useToasts();
  const stopping = useMutation({
    mutationFn: async () => (await cancelJob({ path: { job: job.job } })).data,
    onError: toasts.failed,
  });
  return (
    <Button
      variant="subtle"
      color="gray"
      loading={stopping.isPending || job.cancelling}
      onClick={() => stopping.mutate()}
    >
      {text.welcome.stop}
    </Button>
  );
}

/** Returns where the card lies on the page, so that no face hides behind it. */
function useHole(page: React.RefObject<HTMLDivElement | null>) {
  const { ref, width, height } = useElementSize<HTMLElement>();
  const card = useRef<HTMLElement>(null);
  const [hole, setHole] = useState<Rectangle | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it lies elsewhere when its size changes.
  useLayoutEffect(() => {
    const measure = (): void => {
      const around = page.current?.getBoundingClientRect();
      const own = card.current?.getBoundingClientRect();
      if (around === undefined || own === undefined) return;
      setHole({
        left: own.left - around.left,
        top: own.top - around.top,
        right: own.right - around.left,
        bottom: own.bottom - around.top,
      });
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [width, height, page]);
  return [useMergedRef(card, ref), hole] as const;
}
