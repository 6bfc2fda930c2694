import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { CandidateOut, FindOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import classes from "./Candidates.module.css";
import { isLikely, others, shareWords } from "./words";

/** People whom the samples may show as well: those who count are in the answer already. */
export function Candidates({ found }: { found: FindOut }) {
  const text = useText().find.candidates;
  const id = useId();
  const shown = others(found);
  const isUnsure = found.answer === "unsure" && !isLikely(found);
  if (shown.length === 0 || !(found.answer in TITLES)) return null;
  return (
    <section aria-labelledby={id} data-answer={found.answer}>
      <h3 id={id} className={classes.title}>
        {isLikely(found) ? text.found : text[TITLES[found.answer as keyof typeof TITLES]]}
      </h3>
      <ul className={classes.list} data-large={isUnsure || undefined}>
        {shown.map((one) => (
          <li key={one.person}>
            <Candidate candidate={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const TITLES = { found: "found", absent: "absent", unsure: "unsure" } as const;

function Candidate({ candidate }: { candidate: CandidateOut }) {
  const text = useText().find;
  const format = useFormat();
  const { person, name, probability, similarity } = candidate;
  return (
    <Link to="/people/$person" params={{ person }} className={classes.candidate}>
      <span className={classes.portrait}>
        <Portrait of={{ person }} alt="" />
      </span>
      <span className={classes.name}>{name ?? text.candidates.unnamed}</span>
      <span className={classes.how}>
        {probability == null
          ? text.candidates.similarity(format.number(Math.round(similarity * 100) / 100))
          : text.candidates.probability(shareWords(probability, text.answer, format))}
      </span>
    </Link>
  );
}
