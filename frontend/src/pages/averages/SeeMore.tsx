import type { AverageOut, AveragePictureOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { pictures as makes } from "@/parts/average/makings";
import type { Makings } from "@/parts/average/useMakings";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import { Coming } from "./Coming";
import { Differ } from "./Differ";
import { OnTemplate } from "./OnTemplate";
import { OverTime } from "./OverTime";
import { Pictures } from "./Pictures";
import classes from "./SeeMore.module.css";

interface SeeMoreProps {
  average: AverageOut;
  /** Other averages whose pictures are there. */
  others: readonly AverageOut[];
  pictures: readonly AveragePictureOut[];
  makings: Makings;
}

/** What can be made of an average, and what was made of it. */
export function SeeMore({ average, others, pictures, makings }: SeeMoreProps) {
  const text = useText();
  const may = useMay("write");
  const coming = makings.jobs.filter((job) => makes(job, average));
  const own = pictures.filter((picture) => isOf(picture, average));
  if (!may && own.length + coming.length === 0) return null;
  return (
    <Section title={text.averages.one.seeMore}>
      {may && (
        <div className={classes.ways}>
          <OverTime average={average} />
          <OnTemplate average={average} others={others} />
          <Differ average={average} />
        </div>
      )}
      <Coming jobs={coming} titleOf={() => average.title} onDismiss={makings.dismiss} />
      <Pictures
        pictures={own}
        linkTo={(picture) => ({
          to: "/averages/$average",
          params: { average: average.average },
          search: { picture },
        })}
      />
    </Section>
  );
}

/** A strip makes averages of its own: it belongs to the one whose title it has. */
function isOf(picture: AveragePictureOut, { average, title }: AverageOut): boolean {
  return picture.kind === "strip" ? picture.title === title : picture.of.includes(average);
}
