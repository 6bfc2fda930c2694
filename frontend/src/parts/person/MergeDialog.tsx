import { Button, Modal, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, CircleAlert, HelpCircle } from "lucide-react";
import { useMemo, useState } from "react";
import { whyPersonOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { EvidenceFaces } from "./EvidenceFaces";
import classes from "./MergeDialog.module.css";
import { type Evidence, evidenceOf, keeperFirst } from "./merging";
import { useKeepApart, useMergePeople } from "./usePersonEdits";

interface MergeDialogProps {
  /** Two or more who may be one. */
  people: readonly PersonOut[];
  /** A name that was typed for one of them, and that another one has. */
  taken?: string | undefined;
  onClose: (done: boolean) => void;
}

/** Asks whether people are one and the same, with what speaks for it and against it. */
export function MergeDialog({ people, taken, onClose }: MergeDialogProps) {
  const text = useText();
  const words = text.person.merge;
  const order = useMemo(() => keeperFirst(people), [people]);
  const [chosen, setChosen] = useState(order[0]?.person);
  const into = order.find((person) => person.person === chosen) ?? order[0];
  const others = order.filter((person) => person !== into);
  const merge = useMergePeople();
  const apart = useKeepApart();
  const called = (person: PersonOut): string => person.name ?? text.common.unnamed;
  const named = order.filter((person) => person.name !== null);
  const [other] = others;
  if (into === undefined || other === undefined) return null;
  const isPair = others.length === 1;

  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={words.title}
      size={isPair ? 460 : 560}
      closeButtonProps={{ "aria-label": text.common.close }}
      classNames={{ title: classes.title ?? "" }}
    >
      <div className={classes.sides} data-pair={isPair || undefined}>
        {order.map((person) => (
          <figure key={person.person} className={classes.side}>
            <span className={classes.portrait}>
              <Portrait of={person} alt="" />
            </span>
            {isPair && (
              <EvidenceFaces person={person.person} label={words.faces(called(person))} most={3} />
            )}
            <figcaption>
              <span className={classes.name}>{called(person)}</span>
              <span className={classes.count}>{text.common.photos(person.photos)}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      {isPair && <Known one={into.person} other={other.person} />}
      {taken !== undefined && <p className={classes.taken}>{words.taken(taken)}</p>}
      {named.length > 1 && (
        <Radio.Group
          className={classes.names}
          label={words.name}
          value={into.person}
          onChange={setChosen}
        >
          <div className={classes.radios}>
            {named.map((person) => (
              <Radio key={person.person} value={person.person} label={person.name} />
            ))}
          </div>
        </Radio.Group>
      )}
      <div className={classes.buttons}>
        {isPair && (
          <Button
            variant="default"
            onClick={() => {
              apart.mutate({ one: into.person, other: other.person });
              onClose(false);
            }}
          >
            {words.no}
          </Button>
        )}
        <Button
          data-autofocus
          leftSection={<Check size={16} aria-hidden="true" />}
          onClick={() => {
            merge.mutate({ into, others });
            onClose(true);
          }}
        >
          {words.yes}
        </Button>
      </div>
    </Modal>
  );
}

/** What is known of two people, in a sentence. */
function Known({ one, other }: { one: string; other: string }) {
  const { merge } = useText().person;
  const say = useEvidence();
  const may = useMay("read");
  const asked = useQuery({ ...whyPersonOptions({ path: { person: one } }), enabled: may });
  const evidence = asked.data === undefined ? null : evidenceOf(asked.data, other);
  const against = evidence?.kind === "together" || evidence?.kind === "told apart";
  const Icon = against ? CircleAlert : HelpCircle;
  if (asked.isError) return null; // what is not known is not said; the faces are there to compare
  return (
    <p className={classes.evidence} data-against={against || undefined} role="status">
      <Icon size={17} aria-hidden="true" />
      {evidence === null ? merge.asking : say(evidence)}
    </p>
  );
}

/** Returns what says in words what speaks for or against two people being one. */
function useEvidence(): (evidence: Evidence) => string {
  const text = useText();
  const format = useFormat();
  const words = text.person.merge;
  return (evidence) => {
    switch (evidence.kind) {
      case "alike":
        return words.alike(format.percent(evidence.probability));
      case "together":
        return words.together(text.common.photos(evidence.photos));
      case "told apart":
        return words.toldApart;
      case "different":
        return words.different;
    }
  };
}
