import { Info, ShieldAlert, ShieldCheck } from "lucide-react";
import type { AverageOut, AverageReportOut } from "@/client/types.gen";
import { conditionsInWords, conditionsOf } from "@/parts/average/recipe";
import { anonymityOf, differingWords, remarksOf } from "@/parts/average/remarks";
import { useFormat, useText } from "@/text";
import classes from "./Facts.module.css";
import { useNames } from "./useNames";

/** What is to be said of an average: of whom it is, what shaped it, how anonymous it is. */
export function Facts({ average }: { average: AverageOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.one;
  const { recipe, report, made } = average;
  const { names } = useNames(recipe.people ?? []);
  return (
    <section className={classes.facts} aria-label={words.facts}>
      <div>
        <h2 className={classes.heading}>{words.of}</h2>
        <p className={classes.who}>
          {conditionsInWords(text, format, conditionsOf(recipe, names))}
        </p>
        {report !== null && <Counts report={report} />}
        {report !== null && made !== null && (
          <p className={classes.small}>{words.size(report.side, format.day(made))}</p>
        )}
      </div>
      {report !== null && <Anonymous report={report} />}
      {report !== null && <Remarks report={report} wanted={recipe.side} />}
      {report === null && made !== null && <p className={classes.small}>{words.noReport}</p>}
    </section>
  );
}

function Counts({ report }: { report: AverageReportOut }) {
  const text = useText();
  const words = text.averages.one;
  const photos = text.common.photos(report.photos);
  const isWhole = report.shaped === report.faces;
  return (
    <>
      <p className={classes.text}>
        {words.shaped(text.common.faces(report.shaped), text.common.people(report.voices))}.{" "}
        {isWhole
          ? words.allShaped(photos)
          : words.all(text.common.faces(report.faces), text.common.people(report.people), photos)}
      </p>
    </>
  );
}

function Anonymous({ report }: { report: AverageReportOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.one;
  const anonymity = anonymityOf(report);
  const Icon = report.anonymous ? ShieldCheck : ShieldAlert;
  return (
    <div className={classes.shield} data-open={!report.anonymous || undefined}>
      <Icon size={22} strokeWidth={1.8} aria-hidden="true" />
      <div>
        <p className={classes.verdict}>{words.anonymity[anonymity]}</p>
        <p className={classes.text}>
          {anonymity === "nobody"
            ? words.varied(
                Math.floor(report.effective_people),
                format.percent(atMost(report.dominant)),
              )
            : words.notAnonymous}
        </p>
      </div>
    </div>
  );
}

/** Rounds a share up to whole percents: what is "no more than" that may not be less. */
function atMost(share: number): number {
  return Math.ceil(100 * share) / 100;
}

interface RemarksProps {
  report: AverageReportOut;
  wanted: number | null | undefined;
}

function Remarks({ report, wanted }: RemarksProps) {
  const text = useText();
  const format = useFormat();
  const differing = differingWords(text, report.differs);
  const said = [...remarksOf(text, format, report, wanted), ...(differing ? [differing] : [])];
  if (said.length === 0) return null;
  return (
    <div>
      <h2 className={classes.heading}>{text.averages.one.remarks}</h2>
      <ul className={classes.remarks}>
        {said.map((remark) => (
          <li key={remark}>
            <Info size={16} aria-hidden="true" />
            {remark}
          </li>
        ))}
      </ul>
    </div>
  );
}
