import type { AverageOut } from "@/client/types.gen";
import { Making } from "@/parts/average/Making";
import { isNew, remakes, titleOf } from "@/parts/average/makings";
import type { Makings } from "@/parts/average/useMakings";
import { useText } from "@/text";
import { AverageCard } from "./AverageCard";
import classes from "./Gallery.module.css";

interface GalleryProps {
  averages: readonly AverageOut[];
  makings: Makings;
}

/** Averages as large pictures; what is being made stands in front. */
export function Gallery({ averages, makings }: GalleryProps) {
  const text = useText();
  const titles = new Map(averages.map(({ average, title }) => [average, title]));
  const coming = makings.jobs.filter(isNew);
  if (averages.length + coming.length === 0) return null;
  return (
    <ul className={classes.gallery} aria-label={text.averages.faces}>
      {coming.map((job) => (
        <li key={job.job} className={classes.coming}>
          <Making
            job={job}
            title={titleOf(job, titles) ?? text.averages.title}
            onDismiss={() => makings.dismiss(job.job)}
          />
        </li>
      ))}
      {averages.map((average) => (
        <li key={average.average}>
          <AverageCard
            average={average}
            remaking={makings.jobs.find((job) => remakes(job, average.average))}
            onDismiss={makings.dismiss}
          />
        </li>
      ))}
    </ul>
  );
}
