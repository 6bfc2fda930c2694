import { useMay } from "@/data/session";
import { useBusyJobs } from "@/parts/job/useRunningJob";
import { PageBody } from "@/parts/PageBody";
import { PageHeader } from "@/parts/PageHeader";
import { useText } from "@/text";
import { Earlier } from "./Earlier";
import { Failures } from "./Failures";
import { Now } from "./Now";
import { StartWork } from "./StartWork";

/** What the library does in the background: now, before, and what it could not use. */
export function Jobs() {
  const text = useText();
  const mayStart = useMay("write");
  const busy = useBusyJobs();
  const running = busy?.filter((job) => job.state === "running").length ?? 0;
  const waiting = (busy?.length ?? 0) - running;
  return (
    <>
      <PageHeader
        title={text.jobs.title}
        about={running + waiting > 0 ? text.jobs.busy(running, waiting) : text.jobs.idle}
      />
      <PageBody>
        <Now jobs={busy ?? []} />
        {mayStart && <StartWork busy={busy ?? []} />}
        <Earlier />
        {mayStart && <Failures />}
      </PageBody>
    </>
  );
}
