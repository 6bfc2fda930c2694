import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listQuestionsOptions } from "@/client/@tanstack/react-query.gen";
import type { QuestionOut, SideOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { type Texts, useFormat, useText } from "@/text";
import classes from "./Doubtful.module.css";

const SHOWN = 6;

/** What is most in doubt: where one answer would settle most. */
export function Doubtful() {
  const text = useText();
  const mayReview = useMay("write");
  const asked = useQuery({
    ...listQuestionsOptions({ query: { limit: SHOWN } }),
    enabled: mayReview,
  });
  if (asked.data === undefined || asked.data.length === 0) return null;
  return (
    <Section title={text.trust.doubtful} about={text.trust.doubtfulHelp}>
      <ul className={classes.questions}>
        {asked.data.map((question) => (
          <li key={question.question}>
            <Question question={question} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Question({ question }: { question: QuestionOut }) {
  const text = useText();
  const format = useFormat();
  const sides = [question.one, ...(question.other === null ? [] : [question.other])];
  return (
    <Link to="/review" className={classes.question}>
      <span className={classes.sides}>
        {sides.map((side) => (
          <Side key={side.id} side={side} />
        ))}
      </span>
      <span className={classes.words}>
        <span className={classes.asked}>{asking(text, question)}</span>
        <span className={classes.facts}>
          {[
            question.probability !== null && format.percent(question.probability),
            text.trust.settles(question.faces),
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
      </span>
    </Link>
  );
}

function Side({ side }: { side: SideOut }) {
  const best = side.best[0];
  if (best === undefined) return null;
  return (
    <span className={classes.side}>
      <Portrait of={{ face: best.face }} side={128} alt="" />
    </span>
  );
}

function asking(text: Texts, { kind, one, other }: QuestionOut): string {
  if (kind === "face") return text.trust.isFace;
  if (kind === "who" || other === null) return text.trust.whose;
  return text.trust.doubt(one.name ?? text.trust.unnamed, other.name ?? text.trust.unnamed);
}
