import { Button, Group, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, MessageCircleQuestion, PartyPopper } from "lucide-react";
import { listPeopleOptions } from "@/client/@tanstack/react-query.gen";
import type { ReviewStateOut } from "@/client/types.gen";
import { EmptyState } from "@/parts/EmptyState";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import classes from "./Done.module.css";
import { shareNamed } from "./goal";

const SHOWN = 9; // people who celebrate with us

interface DoneProps {
  state: ReviewStateOut;
  /** The goal was reached just now, while questions are left. */
  reached?: boolean;
  onGoOn?: () => void;
  onUndo?: (() => void) | null;
}

/** The end of the questions: with the people who have a name now, or with what would bring some. */
export function Done({ state, reached = false, onGoOn, onUndo }: DoneProps) {
  const text = useText();
  const format = useFormat();
  if (state.counted === 0) return <NothingYet />;
  const share = format.percent(reached ? state.until : shareNamed(state));
  return (
    <div className={classes.done}>
      <Faces />
      <EmptyState
        icon={reached ? PartyPopper : Check}
        title={reached ? text.review.celebrate(share) : text.review.allDone}
        help={reached ? text.review.celebrateHelp : text.review.allDoneHelp(share)}
        order={2}
      >
        <Group justify="center">
          {onGoOn !== undefined && state.questions > 0 && (
            <Button size="md" onClick={onGoOn}>
              {text.review.goOn}
            </Button>
          )}
          <Button
            component={Link}
            to="/people"
            size="md"
            {...(onGoOn === undefined ? {} : { variant: "default" })}
          >
            {text.review.toPeople}
          </Button>
          {onUndo !== undefined && onUndo !== null && (
            <Button size="md" variant="subtle" onClick={onUndo}>
              {text.review.undo}
            </Button>
          )}
        </Group>
      </EmptyState>
    </div>
  );
}

function NothingYet() {
  const text = useText();
  return (
    <EmptyState
      icon={MessageCircleQuestion}
      title={text.review.empty}
      help={text.review.emptyHelp}
      order={2}
    >
      <Button component={Link} to="/welcome" size="md">
        {text.review.addPhotos}
      </Button>
    </EmptyState>
  );
}

function Faces() {
  const people = useQuery(listPeopleOptions({ query: { named: true, limit: SHOWN } }));
  return (
    <ul className={classes.faces} aria-hidden="true">
      {people.data?.items.map((person) => (
        <li key={person.person} className={classes.face}>
          <Portrait of={person} side={128} alt="" round />
        </li>
      ))}
    </ul>
  );
}

/** Stands where the first question will be. */
export function Waiting() {
  const text = useText();
  return (
    <div className={classes.waiting} role="status" aria-label={text.common.loading}>
      <Skeleton h={34} w={280} radius="md" />
      <Skeleton className={classes.blank} radius="18%" />
      <Skeleton h={60} w="min(660px, 100%)" radius={20} />
    </div>
  );
}
