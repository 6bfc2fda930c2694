import { Link } from "@tanstack/react-router";
import { RefreshCw, ShieldAlert } from "lucide-react";
import type { AverageOut, JobOut } from "@/client/types.gen";
import { averagePicture } from "@/data/pictures";
import { AverageImage } from "@/parts/average/AverageImage";
import { Making } from "@/parts/average/Making";
import { anonymityOf } from "@/parts/average/remarks";
import { useFormat, useText } from "@/text";
import classes from "./AverageCard.module.css";

interface AverageCardProps {
  average: AverageOut;
  /** It is made again now, or could not be. */
  remaking: JobOut | undefined;
  onDismiss: (job: string) => void;
}

/** One average: its picture, its title, and how many are in it. */
export function AverageCard({ average, remaking, onDismiss }: AverageCardProps) {
  const text = useText();
  const format = useFormat();
  const words = text.averages;
  const { title, made, report } = average;
  return (
    <article className={classes.card}>
      {remaking !== undefined ? (
        <div className={classes.remaking}>
          <Making bare job={remaking} title={title} onDismiss={() => onDismiss(remaking.job)} />
        </div>
      ) : (
        <span className={classes.picture}>
          {made === null ? (
            <span className={classes.outdated}>
              <RefreshCw size={24} strokeWidth={1.7} aria-hidden="true" />
              {words.outdated}
            </span>
          ) : (
            <AverageImage src={averagePicture(average.average, made)} alt={words.alt(title)} />
          )}
        </span>
      )}
      <h2 className={classes.title}>
        <Link
          to="/averages/$average"
          params={{ average: average.average }}
          className={classes.link}
        >
          {title}
        </Link>
      </h2>
      <p className={classes.about}>
        {report !== null &&
          words.sizes(text.common.people(report.voices), text.common.faces(report.shaped))}
      </p>
      <p className={classes.about}>
        {made !== null && <time dateTime={made}>{words.made(format.ago(made))}</time>}
      </p>
      {report !== null && !report.anonymous && (
        <p className={classes.warning}>
          <ShieldAlert size={15} aria-hidden="true" />
          {words.one.anonymity[anonymityOf(report)]}
        </p>
      )}
    </article>
  );
}
