import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  CircleCheckBig,
  CircleHelp,
  Download,
  EyeOff,
  type LucideIcon,
  ScanFace,
  UserRoundX,
} from "lucide-react";
import type { CandidateOut, FindOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useLanguage, useText } from "@/text";
import { Candidates } from "./Candidates";
import { Found } from "./Found";
import classes from "./Outcome.module.css";
import { type SearchState, search } from "./search";
import { useDownload } from "./useDownload";
import { answerWords, isLikely, meant } from "./words";

interface OutcomeProps {
  found: FindOut;
  asked: SearchState;
  /** The answer to another question is on its way. */
  stale: boolean;
}

const SIGNS: Record<FindOut["answer"], LucideIcon> = {
  found: CircleCheckBig,
  absent: UserRoundX,
  unsure: CircleHelp,
  no_face: ScanFace,
  unrecognisable: EyeOff,
};

/** The answer: in words, how sure and why, with the photos. */
export function Outcome({ found, asked, stale }: OutcomeProps) {
  const text = useText().find;
  const format = useFormat();
  const language = useLanguage();
  const people = named(found);
  const said = answerWords(
    found,
    {
      pictures: asked.brought.length,
      faces: facesOf(asked),
      known: asked.brought.every((one) => one.kind === "face"),
      collection: asked.collection,
      everything: asked.everything,
    },
    { text: text.answer, format, language },
  );
  return (
    <div className={classes.outcome} aria-busy={stale} data-stale={stale || undefined}>
      <div className={classes.card} data-answer={found.answer}>
        <Face found={found} />
        <div className={classes.words}>
          <div role="status">
            <h2 className={classes.title}>{said.title}</h2>
            {said.sure !== null && <p className={classes.sure}>{said.sure}</p>}
            {said.lines.map((line) => (
              <p key={line} className={classes.line}>
                {line}
              </p>
            ))}
          </div>
          <div className={classes.actions}>
            {people.map(({ person, name }) => (
              <Button
                key={person}
                component={Link}
                to="/people/$person"
                params={{ person } as never}
              >
                {name === null ? text.actions.openUnnamed : text.actions.open(name)}
              </Button>
            ))}
            {found.answer === "absent" && asked.collection !== null && (
              <Button onClick={() => search.narrow({ collection: null })}>
                {text.narrow.lookEverywhere}
              </Button>
            )}
            {found.photos.length > 0 && <DownloadButton asked={asked} />}
          </div>
        </div>
      </div>
      <Candidates found={found} />
      <Found found={found} everything={asked.everything} />
    </div>
  );
}

function facesOf({ brought }: SearchState): number {
  return brought.reduce((sum, one) => sum + (one.kind === "face" ? 1 : one.chosen.length), 0);
}

/** Those whom the answer is about: not those between whom it is not sure. */
function named(found: FindOut): CandidateOut[] {
  return found.answer === "found" || isLikely(found) ? meant(found) : [];
}

/** Who it is, or a sign for what came of it. */
function Face({ found }: { found: FindOut }) {
  const [first] = named(found);
  const Sign = SIGNS[found.answer];
  return (
    <span className={classes.face}>
      {first === undefined ? (
        <span className={classes.sign}>
          <Sign size={38} strokeWidth={1.5} aria-hidden="true" />
        </span>
      ) : (
        <>
          <Portrait of={{ person: first.person }} alt="" />
          <span className={classes.mark}>
            <Sign size={20} strokeWidth={2.4} aria-hidden="true" />
          </span>
        </>
      )}
    </span>
  );
}

function DownloadButton({ asked }: { asked: SearchState }) {
  const text = useText().find.actions;
  const downloading = useDownload();
  return (
    <Button
      variant="default"
      leftSection={<Download size={16} aria-hidden="true" />}
      loading={downloading.isPending}
      onClick={() => downloading.mutate(asked)}
    >
      {text.download}
    </Button>
  );
}
