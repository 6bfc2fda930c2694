import type { JobOut } from "@/client/types.gen";
import { Making } from "@/parts/average/Making";
import classes from "./Coming.module.css";

interface ComingProps {
  jobs: readonly JobOut[];
  /** Of what a job makes. */
  titleOf: (job: JobOut) => string;
  onDismiss: (job: string) => void;
}

/** Pictures that are on their way, or that did not become anything. */
export function Coming({ jobs, titleOf, onDismiss }: ComingProps) {
  if (jobs.length === 0) return null;
  return (
    <ul className={classes.coming}>
      {jobs.map((job) => (
        <li key={job.job}>
          <Making job={job} title={titleOf(job)} onDismiss={() => onDismiss(job.job)} />
        </li>
      ))}
    </ul>
  );
}
