import { Link } from "@tanstack/react-router";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import classes from "./PersonLink.module.css";

interface PersonLinkProps {
  person: { person: string; name: string | null; feature?: string | null };
  /** What connects them, in a few words. */
  about?: string;
}

/** Somebody who has to do with a person, as a portrait that leads to them. */
export function PersonLink({ person, about }: PersonLinkProps) {
  const text = useText();
  return (
    <Link to="/people/$person" params={{ person: person.person }} className={classes.link}>
      <Portrait of={person} alt="" />
      <span className={classes.name} data-unnamed={person.name === null || undefined}>
        {person.name ?? text.common.unnamed}
      </span>
      {about !== undefined && <span className={classes.about}>{about}</span>}
    </Link>
  );
}
