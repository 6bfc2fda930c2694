import { Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useEffect, useState } from "react";
import {
  getPersonOptions,
  listPeopleOptions,
  whyFaceOptions,
} from "@/client/@tanstack/react-query.gen";
import type { FaceOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { type Candidate, candidatesOf } from "./candidates";
import { Dialog } from "./Dialog";
import { editFor, type FaceEdit } from "./faceEdits";
import classes from "./NamePicker.module.css";

const MOST_SHOWN = 6;
const CALM_MS = 150;
const LONGEST_NAME = 200;

interface NamePickerProps {
  face: FaceOut;
  onEdit: (edit: FaceEdit) => void;
  onClose: () => void;
}

/** Asks who a face is: a name that is known, or a new one. */
export function NamePicker({ face, onEdit, onClose }: NamePickerProps) {
  const text = useText().lightbox.naming;
  return (
    <Dialog title={text.title} size={380} onClose={onClose}>
      <div className={classes.face}>
        <Portrait of={{ face: face.face }} alt="" />
      </div>
      <Names face={face} onEdit={onEdit} onClose={onClose} />
    </Dialog>
  );
}

function Names({ face, onEdit, onClose }: NamePickerProps) {
  const text = useText().lightbox.naming;
  const [typed, setTyped] = useState("");
  const { candidates, asking } = useCandidates(face, typed.trim());
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const group = useGroup(face);
  const first = candidates[0]?.key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: of every new list the first is meant.
  useEffect(() => {
    if (typed.trim() === "") combobox.resetSelectedOption();
    else combobox.selectFirstOption();
  }, [first, candidates.length, typed]);

  const choose = (key: string): void => {
    const chosen = candidates.find((candidate) => candidate.key === key);
    if (chosen === undefined) return;
    onClose();
    onEdit(editFor(face, chosen.who));
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          label={text.field}
          description={group > 1 ? text.group(group) : undefined}
          placeholder={text.hint}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={LONGEST_NAME}
          data-autofocus
          autoComplete="off"
          rightSection={asking ? <Loader size={16} /> : null}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.options} aria-label={text.title}>
        {candidates.map((candidate) => (
          <Combobox.Option key={candidate.key} value={candidate.key} className={classes.option}>
            <Row candidate={candidate} />
          </Combobox.Option>
        ))}
        {candidates.length === 0 && !asking && <Combobox.Empty>{text.nobodyYet}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

function Row({ candidate }: { candidate: Candidate }) {
  const text = useText().lightbox.naming;
  const format = useFormat();
  const { who } = candidate;
  if (!who.known) {
    return (
      <>
        <span className={classes.plus}>
          <UserRoundPlus size={18} aria-hidden="true" />
        </span>
        <span className={classes.name}>{text.asNew(who.name)}</span>
      </>
    );
  }
  return (
    <>
      <span className={classes.portrait}>
        <Portrait of={{ person: who.person, feature: candidate.feature }} side={128} alt="" round />
      </span>
      <span className={classes.name}>{who.name}</span>
      <span className={classes.note}>
        {candidate.probability === null
          ? candidate.photos === null
            ? ""
            : text.photos(candidate.photos)
          : text.howSure(format.percent(candidate.probability))}
      </span>
    </>
  );
}

/** Returns whom one may mean, and whether the server is still asked. */
function useCandidates(face: FaceOut, typed: string) {
  const [calm] = useDebouncedValue(typed, CALM_MS);
  const people = useQuery({
    ...listPeopleOptions({
      query: { named: true, limit: MOST_SHOWN, ...(calm === "" ? {} : { name: calm }) },
    }),
    placeholderData: keepPreviousData,
  });
  const why = useQuery(whyFaceOptions({ path: { face: face.face } }));
  const candidates = candidatesOf({
    typed,
    not: face.name === null ? null : face.person,
    others: why.data?.others ?? [],
    people: people.data?.items ?? [],
    most: MOST_SHOWN,
  });
  return { candidates, asking: people.isFetching || calm !== typed };
}

/** Returns how many faces get the name: those of a person without one get it together. */
function useGroup({ person, name }: FaceOut): number {
  const asked = useQuery({
    ...getPersonOptions({ path: { person: person ?? "" } }),
    enabled: person !== null && name === null,
  });
  return asked.data?.faces ?? 1;
}
