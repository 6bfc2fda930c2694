import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Check, Star, UserRoundX, X } from "lucide-react";
import { useReducer, useState } from "react";
import { listFacesInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut, PersonAbout, PersonWhy } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { letterOf } from "@/lib/letterOf";
import { Portrait } from "@/parts/Portrait";
import { ActionBar } from "@/parts/person/ActionBar";
import { places } from "@/parts/person/places";
import { NOTHING, selected } from "@/parts/person/selection";
import { useRejectFaces } from "@/parts/person/useFaceEdits";
import { useChangePerson } from "@/parts/person/usePersonEdits";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import { Doubtful } from "./Doubtful";
import classes from "./FacesView.module.css";
import { HowSure } from "./HowSure";
import { MoveDialog } from "./MoveDialog";

const PAGE = 120;

interface FacesViewProps {
  person: PersonAbout;
  why: PersonWhy | undefined;
}

/** How sure it is that all faces are one person, those in doubt, and all of them. */
export function FacesView({ person, why }: FacesViewProps) {
  return (
    <div className={classes.view}>
      <HowSure person={person} why={why} />
      {why !== undefined && why.doubtful.length > 0 && <Doubtful person={person} why={why} />}
      <AllFaces person={person} />
    </div>
  );
}

function AllFaces({ person }: { person: PersonAbout }) {
  const text = useText();
  const words = text.person.faces;
  const mayWrite = useMay("write");
  const [selection, select] = useReducer(selected, NOTHING);
  const asked = useInfiniteQuery({
    ...listFacesInfiniteOptions({ query: { person: person.person, limit: PAGE } }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next ?? undefined,
    throwOnError: true,
  });
  const faces = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const order = faces.map((face) => face.face);
  const chosen = order.filter((face) => selection.chosen.has(face));
  const end = (): void => select({ do: "end" });

  return (
    <Section title={words.title} about={mayWrite ? words.best : undefined}>
      {asked.isPending && <Places count={Math.min(person.faces, 24)} />}
      {!asked.isPending && faces.length === 0 && <p className={classes.none}>{words.none}</p>}
      <ul
        className={classes.faces}
        onKeyDown={(event) => {
          if (event.key === "Escape") end();
          else if (letterOf(event) === "a" && (event.ctrlKey || event.metaKey) && mayWrite) {
            event.preventDefault();
            select({ do: "all", order });
          }
        }}
      >
        {faces.map((face, i) => (
          <li key={face.face}>
            <FaceButton
              face={face}
              number={i + 1}
              isChosen={selection.chosen.has(face.face)}
              isFeatured={face.face === person.feature}
              mayWrite={mayWrite}
              onChoose={(reach) =>
                select(
                  reach ? { do: "reach", key: face.face, order } : { do: "toggle", key: face.face },
                )
              }
            />
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button
          variant="default"
          className={classes.more ?? ""}
          loading={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
      {chosen.length > 0 && <FacesBar person={person} faces={chosen} onEnd={end} />}
    </Section>
  );
}

interface FaceButtonProps {
  face: FaceOut;
  number: number;
  isChosen: boolean;
  isFeatured: boolean;
  mayWrite: boolean;
  /** @param reach Everything from the one before to this one. */
  onChoose: (reach: boolean) => void;
}

function FaceButton({ face, number, isChosen, isFeatured, mayWrite, onChoose }: FaceButtonProps) {
  const words = useText().person.faces;
  return (
    <button
      type="button"
      aria-pressed={mayWrite ? isChosen : undefined}
      aria-label={
        (mayWrite ? words.select(number) : words.face(number)) +
        (isFeatured ? `. ${words.featured}` : "")
      }
      className={classes.face}
      disabled={!mayWrite}
      onClick={(event) => onChoose(event.shiftKey)}
    >
      <Portrait of={face} alt="" />
      {isFeatured && (
        <span className={classes.star} title={words.featured}>
          <Star size={13} fill="currentColor" aria-hidden="true" />
        </span>
      )}
      <span className={classes.tick}>
        <Check size={14} strokeWidth={3} aria-hidden="true" />
      </span>
    </button>
  );
}

interface FacesBarProps {
  person: PersonAbout;
  faces: readonly string[];
  onEnd: () => void;
}

function FacesBar({ person, faces, onEnd }: FacesBarProps) {
  const words = useText().person.faces;
  const change = useChangePerson();
  const reject = useRejectFaces();
  const [isMoving, setMoving] = useState(false);
  const [first] = faces;
  return (
    <ActionBar label={words.label} count={words.count(faces.length)}>
      {faces.length === 1 && first !== undefined && first !== person.feature && (
        <Button
          variant="light"
          leftSection={<Star size={16} aria-hidden="true" />}
          onClick={() => {
            change.mutate({ person, change: { feature: first } });
            onEnd();
          }}
        >
          {words.feature}
        </Button>
      )}
      <Button variant="default" onClick={() => setMoving(true)}>
        {words.move}
      </Button>
      <Button
        variant="default"
        leftSection={<UserRoundX size={16} aria-hidden="true" />}
        onClick={() => {
          reject.mutate({ faces });
          onEnd();
        }}
      >
        {person.name === null ? words.rejectNobody : words.reject(person.name)}
      </Button>
      <ActionIcon size={36} aria-label={words.end} onClick={onEnd}>
        <X size={18} aria-hidden="true" />
      </ActionIcon>
      {isMoving && (
        <MoveDialog
          person={person.person}
          faces={faces}
          isAll={faces.length >= person.faces}
          onClose={(done) => {
            setMoving(false);
            if (done) onEnd();
          }}
        />
      )}
    </ActionBar>
  );
}

function Places({ count }: { count: number }) {
  return (
    <div className={classes.faces} aria-hidden="true">
      {places(count).map((key) => (
        <span key={key} className={classes.place} />
      ))}
    </div>
  );
}
