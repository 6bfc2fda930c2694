import { Button, Loader } from "@mantine/core";
import { MousePointerClick, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, UnreachableError } from "@/data/api";
import { errorWords } from "@/parts/errorWords";
import { useText } from "@/text";
import classes from "./Answer.module.css";
import { Narrowing } from "./Narrowing";
import { Outcome } from "./Outcome";
import { type Answering, useAnswer } from "./useAnswer";

/** What the search came to: while one waits, when it did not work, and the answer. */
export function Answer() {
  const text = useText().find;
  const answering = useAnswer();
  return (
    <section className={classes.answer} aria-label={text.answer.label}>
      <Narrowing />
      <Stand answering={answering} />
    </section>
  );
}

function Stand({ answering }: { answering: Answering }) {
  const text = useText();
  const said = text.find.answer;
  switch (answering.state) {
    case "looking":
      return <Waiting>{text.find.samples.looking}</Waiting>;
    case "searching":
      return <Waiting>{said.searching}</Waiting>;
    case "nobody":
      // Where no picture can be used, each of them says why.
      return answering.usable ? (
        <Notice icon={<MousePointerClick size={24} />} title={said.nobody} help={said.nobodyHelp} />
      ) : null;
    case "failed":
      return (
        <Notice
          icon={<SearchX size={24} />}
          title={said.failed}
          help={whatHappened(text, answering.error)}
        >
          <Button onClick={answering.again}>{text.common.retry}</Button>
        </Notice>
      );
    case "answered":
      return <Outcome found={answering.found} asked={answering.asked} stale={answering.stale} />;
  }
}

function Waiting({ children }: { children: string }) {
  return (
    <div className={classes.waiting}>
      <p role="status">
        <Loader size={17} aria-hidden="true" /> {children}
      </p>
      <div className={classes.bone} data-tall="" />
      <div className={classes.bones}>
        <div className={classes.bone} />
        <div className={classes.bone} />
        <div className={classes.bone} />
      </div>
    </div>
  );
}

interface NoticeProps {
  icon: ReactNode;
  title: string;
  help: string;
  children?: ReactNode;
}

function Notice({ icon, title, help, children }: NoticeProps) {
  return (
    <div className={classes.notice} role="status">
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <p>{help}</p>
      {children}
    </div>
  );
}

function whatHappened(text: ReturnType<typeof useText>, error: Error): string {
  if (error instanceof UnreachableError) return text.common.unreachable;
  if (error instanceof ApiError) {
    if (error.status === 429 || error.status === 503) return text.find.refused.busy;
    return errorWords(error, text).said;
  }
  return text.find.samples.again;
}
