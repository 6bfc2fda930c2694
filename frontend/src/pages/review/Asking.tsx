import { Modal } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import type { QuestionOut } from "@/client/types.gen";
import { NameField } from "@/parts/faces/NameField";
import { isTyping } from "@/parts/faces/typing";
import { WholePhoto } from "@/parts/faces/WholePhoto";
import { useFormat, useText } from "@/text";
import { Answers } from "./Answers";
import classes from "./Asking.module.css";
import { replyOf, type Step, stepOf } from "./keys";
import { Side } from "./Side";
import { clarityOf, sideOf, tiltOf } from "./swipe";
import type { Reviewing } from "./useReview";
import { useSwipe } from "./useSwipe";
import { labelOf, sentenceOf } from "./wording";

interface AskingProps {
  question: QuestionOut;
  reviewing: Reviewing;
}

/** A question, its faces, and the answers to it: by key, click or thumb. */
export function Asking({ question, reviewing }: AskingProps) {
  const text = useText();
  const [naming, setNaming] = useState<string | null>(null);
  const [photo, setPhoto] = useState<string | null>(null);
  const [looked, setLooked] = useState<string | null>(null);
  const isNaming = naming === question.question;
  const face = looked ?? question.one.best[0]?.face ?? null;

  const step = (wanted: Step): void => {
    const reply = replyOf(question.kind, wanted);
    if (wanted === "photo") setPhoto(face);
    else if (wanted === "undo") reviewing.undo?.();
    else if (reply === "name") setNaming(question.question);
    else if (reply !== null) {
      setLooked(null);
      reviewing.answer(reply);
    }
  };
  useKeys(step, photo === null, reviewing.undo !== null);

  return (
    <div className={classes.asking}>
      <div className={classes.question} aria-live="polite">
        <h2 key={question.question} className={classes.sentence}>
          {sentenceOf(question, text.review)}
        </h2>
        <p className={classes.about}>
          <About question={question} />
        </p>
      </div>
      <Stage question={question} onStep={step} onFace={setLooked} />
      <div className={classes.bottom}>
        {isNaming ? (
          <div className={classes.naming}>
            <NameField
              label={text.review.name}
              placeholder={text.review.nameHint}
              size="lg"
              autoFocus
              onName={(name) => {
                setNaming(null);
                setLooked(null);
                reviewing.answer("name", name);
              }}
              onCancel={() => setNaming(null)}
            />
            <button type="button" className={classes.cancel} onClick={() => setNaming(null)}>
              {text.common.cancel}
            </button>
          </div>
        ) : (
          <Answers kind={question.kind} onStep={step} canUndo={reviewing.undo !== null} />
        )}
      </div>
      <Modal
        opened={photo !== null}
        onClose={() => setPhoto(null)}
        title={text.review.photoOf}
        size="xl"
        closeButtonProps={{ "aria-label": text.common.close }}
      >
        {photo !== null && <WholePhoto face={photo} />}
      </Modal>
    </div>
  );
}

function About({ question }: { question: QuestionOut }) {
  const text = useText();
  const format = useFormat();
  const { probability, faces } = question;
  if (probability === null) return text.review.settles(faces);
  return `${text.review.chance(format.percent(probability))} ${text.review.settles(faces)}`;
}

interface StageProps {
  question: QuestionOut;
  onStep: (step: Step) => void;
  onFace: (face: string) => void;
}

function Stage({ question, onStep, onFace }: StageProps) {
  const text = useText();
  const { swipe, handlers } = useSwipe(onStep);
  const side = swipe.x < 0 ? "left" : "right";
  return (
    <div
      key={question.question}
      className={classes.stage}
      data-kind={question.kind}
      data-held={swipe.x !== 0 || undefined}
      style={
        swipe.x === 0 ? {} : { transform: `translateX(${swipe.x}px) rotate(${tiltOf(swipe)}deg)` }
      }
      {...handlers}
    >
      <Side
        side={question.one}
        asIs={question.kind === "face"}
        {...(question.other === null ? {} : { place: text.review.first })}
        onFace={onFace}
      />
      {question.other !== null && (
        <Side side={question.other} place={text.review.second} onFace={onFace} />
      )}
      {swipe.x !== 0 && (
        <span
          className={classes.verdict}
          data-side={side}
          data-sure={sideOf(swipe) !== null || undefined}
          style={{ opacity: clarityOf(swipe) }}
          aria-hidden="true"
        >
          {labelOf(question.kind, side, text.review)}
        </span>
      )}
    </div>
  );
}

/** Keys work wherever the focus is, except while somebody writes or looks at something else. */
function useKeys(onStep: (step: Step) => void, listening: boolean, canUndo: boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const step = stepOf({
      key: event.key,
      code: event.code,
      command: event.ctrlKey || event.metaKey,
      held: event.altKey || (event.shiftKey && (event.ctrlKey || event.metaKey)),
      repeat: event.repeat,
      typing: isTyping(event.target),
    });
    if (step === null || (step === "undo" && !canUndo)) return;
    event.preventDefault(); // Ctrl+Z is answered here: the question comes back
    onStep(step);
  });
  useEffect(() => {
    if (!listening) return;
    const pressed = (event: KeyboardEvent): void => press(event);
    // Before the keys that work on every page.
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, [listening]);
}
