import { Alert, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { EstimateOut, TrustReportOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { hundred } from "@/parts/chart/dots";
import { Hundred } from "@/parts/chart/Hundred";
import { lookedUp } from "@/parts/job/words";
import { useFormat, useText } from "@/text";
import classes from "./Estimates.module.css";
import { ENOUGH } from "./rows";

/** Precision and recall in words, with what is sure and what is only possible. */
export function Estimates({ report }: { report: TrustReportOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.trust;
  const mayReview = useMay("write");
  const outside = report.outside.map((name) => lookedUp(words.outsideNames, name) ?? name);
  return (
    <div className={classes.estimates}>
      <div className={classes.both}>
        <Estimate title={words.precision} words={words.precisionWords} of={report.precision} />
        <Estimate title={words.recall} words={words.recallWords} of={report.recall} />
      </div>
      {outside.length > 0 && <Alert color="yellow">{words.outside(format.list(outside))}</Alert>}
      <div className={classes.rests}>
        <p>
          {words.restsOn(report.faces, report.people, report.unassigned)}{" "}
          {report.questions === 0
            ? words.noAnswers
            : report.questions < ENOUGH
              ? words.fewAnswers(report.questions)
              : words.answers(report.questions)}{" "}
          {words.rangeHelp}
        </p>
        {mayReview && (
          <Button component={Link} to="/review" variant="default">
            {words.review}
          </Button>
        )}
      </div>
    </div>
  );
}

interface EstimateProps {
  title: string;
  words: (n: string) => string;
  of: EstimateOut;
}

function Estimate({ title, words, of: { low, value, high } }: EstimateProps) {
  const text = useText();
  const format = useFormat();
  const [least, about, most] = [low, value, high].map((share) => format.number(hundred(share)));
  return (
    <section className={classes.estimate}>
      <div className={classes.dots}>
        <Hundred
          low={low}
          value={value}
          high={high}
          sentence={text.trust.hundred(least ?? "", about ?? "", most ?? "")}
        />
      </div>
      <div>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.figure}>
          {about} <span className={classes.of}>/ 100</span>
        </p>
        <p className={classes.words}>{words(about ?? "")}</p>
        <p className={classes.range}>{text.trust.range(least ?? "", most ?? "")}</p>
      </div>
    </section>
  );
}
