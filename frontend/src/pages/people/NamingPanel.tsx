import { ActionIcon, Progress, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EyeOff } from "lucide-react";
import { useRef } from "react";
import { listPeopleOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { NameEditor } from "@/parts/person/NameEditor";
import { places } from "@/parts/person/places";
import { useChangePerson } from "@/parts/person/usePersonEdits";
import { useText } from "@/text";
import classes from "./NamingPanel.module.css";

const MOST = 8;

interface NamingPanelProps {
  named: number;
  people: number;
}

/** Says how many people have a name, and asks for the names of those on most photos. */
export function NamingPanel({ named, people }: NamingPanelProps) {
  const text = useText();
  const words = text.people.naming;
  const row = useRef<HTMLUListElement>(null);
  const asked = useQuery(listPeopleOptions({ query: { named: false, limit: MOST } }));
  const nameless = asked.data?.items.filter((person) => person.name === null) ?? [];
  if (asked.data !== undefined && nameless.length === 0) return null;

  // The next field has the focus once a name is given: they are named one after the other.
  const onNamed = (index: number): void => {
    const fields = row.current?.querySelectorAll<HTMLInputElement>("input") ?? [];
    fields[index + 1 < fields.length ? index + 1 : index]?.focus();
  };

  return (
    <section className={classes.panel} aria-labelledby="naming-title">
      <div className={classes.words}>
        <h2 id="naming-title" className={classes.title}>
          {words.title}
        </h2>
        <p className={classes.progress}>
          <strong>{words.progress(named, people)}</strong> {words.haveName}
        </p>
        <Progress
          value={people === 0 ? 0 : (100 * named) / people}
          size="sm"
          radius="xl"
          aria-label={`${words.progress(named, people)} ${words.haveName}`}
        />
        <p className={classes.help}>{words.help}</p>
      </div>
      <ul ref={row} className={classes.row}>
        {asked.data === undefined
          ? places(6).map((key) => <Place key={key} />)
          : nameless.map((person, index) => (
              <Nameless key={person.person} person={person} onNamed={() => onNamed(index)} />
            ))}
      </ul>
    </section>
  );
}

function Nameless({ person, onNamed }: { person: PersonOut; onNamed: () => void }) {
  const text = useText();
  const words = text.people;
  const hide = useChangePerson();
  const photos = text.common.photos(person.photos);
  return (
    <li className={classes.one}>
      <div className={classes.face}>
        <Link
          to="/people/$person"
          params={{ person: person.person }}
          className={classes.link}
          aria-label={words.card.openUnnamed(photos)}
        >
          <Portrait of={person} alt="" />
        </Link>
        <Tooltip label={words.naming.hide}>
          <ActionIcon
            className={classes.hide ?? ""}
            variant="default"
            aria-label={words.naming.hide}
            onClick={() => hide.mutate({ person, change: { hidden: true } })}
          >
            <EyeOff size={15} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      </div>
      <NameEditor
        person={person}
        label={words.naming.of(photos)}
        onEnd={(how) => how === "named" && onNamed()}
      />
      <span className={classes.count}>{photos}</span>
    </li>
  );
}

function Place() {
  return (
    <li className={classes.one} aria-hidden="true">
      <span className={classes.place} />
      <span className={classes.placeField} />
    </li>
  );
}
