import { Link } from "@tanstack/react-router";
import { JobProgress } from "@/parts/job/JobProgress";
import { useRunningJob } from "@/parts/job/useRunningJob";
import { useText } from "@/text";
import classes from "./Work.module.css";

/** What the library does with what arrived: it looks at the new photos. */
export function Work() {
  const text = useText().upload.work;
  const job = useRunningJob("uploads");
  if (job === undefined) return null;
  return (
    <section className={classes.work} aria-label={text.title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{text.title}</h2>
        <Link to="/jobs">{text.all}</Link>
      </div>
      <JobProgress job={job} />
    </section>
  );
}
