import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useEffect, useState } from "react";
import {
  getLibraryOptions,
  listJobsOptions,
  listJobsQueryKey,
} from "@/client/@tanstack/react-query.gen";
import type { JobOut } from "@/client/types.gen";
import { refresh } from "@/data/queries";
import { useMay } from "@/data/session";
import { type Chosen, useUploads } from "@/data/uploads";
import { DropVeil } from "@/parts/drop/DropVeil";
import { useDropping } from "@/parts/drop/useDropping";
import { EmptyState } from "@/parts/EmptyState";
import { isOver, useLiveJob } from "@/parts/job/useLiveJob";
import { useTitle } from "@/parts/useTitle";
import { useText } from "@/text";
import { Choose } from "./Choose";
import { Ended } from "./Ended";
import { Loading } from "./Loading";
import { Meet } from "./Meet";
import { jobOf, stepOf } from "./steps";
import { Working } from "./Working";

const JOBS = { query: { limit: 20 } } as const;

/** The first run: from nothing to people with names. */
export function Welcome() {
  const text = useText();
  useTitle(text.welcome.title);
  const mayBring = useMay("write");
  const library = useQuery({ ...getLibraryOptions(), throwOnError: true });
  const jobs = useQuery({ ...listJobsOptions(JOBS), throwOnError: true, staleTime: 0 });
  if (library.data === undefined || jobs.data === undefined) return <Loading />;
  if (!mayBring && library.data.photos === 0) {
    return (
      <EmptyState icon={Lock} title={text.welcome.readOnly} help={text.welcome.readOnlyHelp} />
    );
  }
  const job = jobOf(jobs.data.items);
  return job === null ? (
    <Steps job={null} photos={library.data.photos} />
  ) : (
    <Followed job={job} photos={library.data.photos} />
  );
}

interface StepsProps {
  job: JobOut | null;
  photos: number;
}

/** Follows a job: what it found is asked for as soon as it is over. */
function Followed({ job: known, photos }: { job: JobOut; photos: number }) {
  const queries = useQueryClient();
  const job = useLiveJob(known);
  const justEnded = isOver(job) && !isOver(known);
  useEffect(() => {
    if (justEnded) refresh(queries, ["jobs", "photos", "people"]);
  }, [justEnded, queries]);
  // As long as it is not known what the library holds now, the last look at the work stays.
  return <Steps job={justEnded ? { ...job, state: "running" } : job} photos={photos} />;
}

function Steps({ job, photos }: StepsProps) {
  const text = useText();
  const queries = useQueryClient();
  const { uploads, totals } = useUploads();
  const mayBring = useMay("write");
  // Of which job somebody has seen the end, and wants to choose again.
  const [again, setAgain] = useState<string | null>(null);
  const sending = totals.waiting + totals.sending > 0;
  const begun = (): void => {
    setAgain(null);
    void queries.invalidateQueries({ queryKey: listJobsQueryKey(JOBS) });
  };
  const bring = (chosen: readonly Chosen[]): void => {
    uploads.add(chosen, null);
    begun();
  };
  const step = stepOf(job, { photos }, sending);
  const chooses = step.step === "choose" || (step.step !== "working" && again !== null);
  const over = useDropping(bring, mayBring);
  const chooseAgain = (): void => setAgain(job?.job ?? "");
  return (
    <>
      <DropVeil over={over}>{text.upload.drop.veil}</DropVeil>
      {chooses ? (
        <Choose onBegun={begun} onBring={bring} over={over} />
      ) : step.step === "working" ? (
        <Working job={step.job} totals={totals} />
      ) : step.step === "ended" ? (
        <Ended job={step.job} how={step.how} onAgain={begun} onOther={chooseAgain} />
      ) : (
        <Meet onMore={chooseAgain} />
      )}
    </>
  );
}
