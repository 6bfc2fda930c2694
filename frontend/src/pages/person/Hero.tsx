import { ActionIcon, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, EyeOff, Pencil, ShieldOff } from "lucide-react";
import { useRef, useState } from "react";
import type { PersonAbout } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { Portrait } from "@/parts/Portrait";
import { NameEditor } from "@/parts/person/NameEditor";
import { useFormat, useText } from "@/text";
import { Born } from "./Born";
import classes from "./Hero.module.css";
import { PersonMenu } from "./PersonMenu";

/** Who it is: a large portrait, the name, and what is known. */
export function Hero({ person }: { person: PersonAbout }) {
  const text = useText();
  const format = useFormat();
  const mayWrite = useMay("write");
  const { facts } = text.person;
  const { since, until } = person;
  return (
    <header className={classes.hero}>
      <Link to="/people" className={classes.back}>
        <ArrowLeft size={16} aria-hidden="true" />
        {text.person.all}
      </Link>
      <div className={classes.portrait}>
        <Portrait of={person} side={512} alt="" />
      </div>
      <div className={classes.words}>
        <Name person={person} mayWrite={mayWrite} />
        <p className={classes.facts}>
          <span>{text.common.photos(person.photos)}</span>
          <span>{text.common.faces(person.faces)}</span>
          <span>
            {since == null || until == null
              ? facts.undated
              : facts.span(format.day(since), format.day(until))}
          </span>
          <Born person={person} mayWrite={mayWrite} />
        </p>
        {(person.hidden || person.opted_out) && (
          <p className={classes.marks}>
            {person.hidden && (
              <span>
                <EyeOff size={14} aria-hidden="true" />
                {facts.hidden}
              </span>
            )}
            {person.opted_out && (
              <span>
                <ShieldOff size={14} aria-hidden="true" />
                {facts.optedOut}
              </span>
            )}
          </p>
        )}
      </div>
      <div className={classes.menu}>
        <PersonMenu person={person} />
      </div>
    </header>
  );
}

function Name({ person, mayWrite }: { person: PersonAbout; mayWrite: boolean }) {
  const text = useText();
  const words = text.person.edit;
  const [isEditing, setEditing] = useState(false);
  const again = useRef<HTMLButtonElement>(null);
  const label = person.name === null ? words.add : words.rename;
  if (mayWrite && (isEditing || person.name === null)) {
    return (
      <div className={classes.editing}>
        <h1 className={classes.unseen}>{person.name ?? text.common.unnamed}</h1>
        <NameEditor
          person={person}
          label={words.label}
          inPlace={isEditing}
          size="lg"
          onEnd={() => {
            setEditing(false);
            setTimeout(() => again.current?.focus()); // the button is there again then
          }}
        />
      </div>
    );
  }
  return (
    <div className={classes.named}>
      <h1 className={classes.name}>{person.name ?? text.common.unnamed}</h1>
      {mayWrite && (
        <Tooltip label={label}>
          <ActionIcon ref={again} size={36} aria-label={label} onClick={() => setEditing(true)}>
            <Pencil size={17} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
