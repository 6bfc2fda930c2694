import { Button, Popover, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { PersonAbout } from "@/client/types.gen";
import { useChangePerson } from "@/parts/person/usePersonEdits";
import { useText } from "@/text";
import classes from "./Hero.module.css";
import { FIRST_YEAR, LAST_YEAR, yearOf } from "./year";

/** The year of birth, which is told where it stands. */
export function Born({ person, mayWrite }: { person: PersonAbout; mayWrite: boolean }) {
  const { facts } = useText().person;
  const [isOpen, setOpen] = useState(false);
  const said = person.born == null ? null : facts.born(person.born);
  if (!mayWrite) return said === null ? null : <span>{said}</span>;
  return (
    <span>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={classes.born} onClick={() => setOpen(!isOpen)}>
            {said ?? facts.bornAdd}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Year person={person} onEnd={() => setOpen(false)} />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

function Year({ person, onEnd }: { person: PersonAbout; onEnd: () => void }) {
  const text = useText();
  const { facts } = text.person;
  const change = useChangePerson();
  const [typed, setTyped] = useState(person.born?.toString() ?? "");
  const [isWrong, setWrong] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const born = yearOf(typed);
    if (born === "wrong") {
      setWrong(true);
      return;
    }
    if (born !== (person.born ?? null)) change.mutate({ person, change: { born } });
    onEnd();
  };
  return (
    <form onSubmit={save} className={classes.year}>
      <TextInput
        data-autofocus
        label={facts.bornLabel}
        description={facts.bornHelp}
        error={isWrong ? facts.bornWrong(FIRST_YEAR, LAST_YEAR) : undefined}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" fullWidth mt="sm">
        {text.common.save}
      </Button>
    </form>
  );
}
