import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Orbit, RefreshCw } from "lucide-react";
import { getMapOptions } from "@/client/@tanstack/react-query.gen";
import type { JobOut, MapOut } from "@/client/types.gen";
import { ApiError } from "@/data/api";
import { useMay } from "@/data/session";
import { useAsk } from "@/parts/average/useAsk";
import { EmptyState } from "@/parts/EmptyState";
import { JobProgress } from "@/parts/job/JobProgress";
import { isOver } from "@/parts/job/useLiveJob";
import { NoFaces } from "@/parts/NoFaces";
import { PageHeader } from "@/parts/PageHeader";
import { useIsFaceless } from "@/parts/useIsFaceless";
import { useFormat, useText } from "@/text";
import { Explorer } from "./Explorer";
import classes from "./FaceMap.module.css";
import { Meaning } from "./Meaning";
import { PeopleTable } from "./PeopleTable";
import { useMapJob } from "./useMapJob";

/** Every face as a dot: those that are alike to the model lie close together. */
export function FaceMap() {
  const text = useText();
  const faceless = useIsFaceless();
  const may = useMay("write") && !faceless;
  const starting = useAsk();
  const asked = useQuery({ ...getMapOptions(), throwOnError: (error) => !isMissing(error) });
  const job = useMapJob();
  const map = asked.data;
  const missing = map === undefined && isMissing(asked.error);
  const busy = job !== undefined && !isOver(job);
  if (missing && faceless) {
    return (
      <>
        <PageHeader title={text.map.title} />
        <NoFaces icon={Orbit} />
      </>
    );
  }
  const draw = (): void => starting.mutate({ kind: "map" });
  return (
    <>
      <PageHeader title={text.map.title} {...(missing ? {} : { about: <About map={map} /> })}>
        {may && map !== undefined && !busy && (
          <Button
            variant="default"
            leftSection={<RefreshCw size={15} aria-hidden="true" />}
            loading={starting.isPending}
            onClick={draw}
          >
            {text.map.again}
          </Button>
        )}
      </PageHeader>
      <State job={job} made={map?.finished} />
      {map !== undefined ? (
        <div className={classes.page}>
          <Explorer key={map.finished} map={map} />
          <Meaning map={map} />
          <PeopleTable map={map} />
        </div>
      ) : missing ? (
        !busy && (
          <EmptyState
            icon={Orbit}
            order={2}
            title={text.map.empty}
            help={may ? text.map.emptyHelp : `${text.map.emptyHelp} ${text.map.emptyReadOnly}`}
          >
            {may && (
              <Button loading={starting.isPending} onClick={draw}>
                {text.map.make}
              </Button>
            )}
          </EmptyState>
        )
      ) : (
        <div className={classes.page}>
          <Skeleton className={classes.place ?? ""} radius="lg" />
        </div>
      )}
    </>
  );
}

function About({ map }: { map: MapOut | undefined }) {
  const text = useText();
  const format = useFormat();
  if (map === undefined) return text.common.loading;
  const ago = format.ago(map.finished);
  const shown = map.points.length;
  return shown < map.of
    ? text.map.aboutSome(format.number(shown), text.common.faces(map.of), ago)
    : text.map.about(text.common.faces(shown), ago);
}

/** How far the next map is, or why there is none. */
function State({ job, made }: { job: JobOut | undefined; made: string | undefined }) {
  const text = useText();
  if (job === undefined) return null;
  const failed = job.state === "failed" && (made === undefined || (job.finished ?? "") > made);
  if (isOver(job) && !failed) return null;
  return (
    <div className={classes.state} role={failed ? "alert" : undefined}>
      {failed && <p className={classes.failed}>{text.map.failed}</p>}
      <JobProgress job={job} />
    </div>
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
