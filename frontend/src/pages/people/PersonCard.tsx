import { Link } from "@tanstack/react-router";
import { Check, EyeOff } from "lucide-react";
import { memo } from "react";
import type { PersonOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { NameEditor } from "@/parts/person/NameEditor";
import { useText } from "@/text";
import classes from "./PersonCard.module.css";

interface PersonCardProps {
  person: PersonOut;
  /** Its place among the people. */
  index: number;
  /** The one that the tabulator key leads to. */
  isActive: boolean;
  isChosen: boolean;
  /** Clicks select. */
  isSelecting: boolean;
  isEditing: boolean;
  /** What would happen if what is dragged were dropped here. */
  drop: "here" | "moving" | null;
  mayWrite: boolean;
  onClick: (person: PersonOut, event: React.MouseEvent) => void;
  onCheck: (person: PersonOut, event: React.MouseEvent) => void;
  onEdit: (person: PersonOut) => void;
  onEdited: (person: PersonOut) => void;
}

/** One person: a portrait that leads to them, and a name that is changed where it stands. */
export const PersonCard = memo(function PersonCard(props: PersonCardProps) {
  const { person, index, isActive, isChosen, drop, mayWrite } = props;
  const text = useText();
  const words = text.people.card;
  const photos = text.common.photos(person.photos);
  const tabIndex = isActive ? 0 : -1;
  return (
    <>
      <div
        className={classes.face}
        data-chosen={isChosen || undefined}
        data-drop={drop ?? undefined}
        data-hidden={person.hidden || undefined}
        data-selecting={props.isSelecting || undefined}
        data-portrait={person.person}
      >
        <Link
          to="/people/$person"
          params={{ person: person.person }}
          className={classes.link}
          tabIndex={tabIndex}
          data-place={index}
          draggable={false}
          aria-label={
            person.name === null ? words.openUnnamed(photos) : words.open(person.name, photos)
          }
          onClick={(event) => props.onClick(person, event)}
        >
          <Portrait of={person} alt="" />
        </Link>
        {person.hidden && (
          <span className={classes.badge} title={text.people.hidden}>
            <EyeOff size={14} aria-hidden="true" />
          </span>
        )}
        {mayWrite && (
          <button
            type="button"
            aria-pressed={isChosen}
            aria-label={person.name === null ? words.selectUnnamed : words.select(person.name)}
            className={classes.check}
            tabIndex={-1} // the space key does it on the portrait
            onClick={(event) => props.onCheck(person, event)}
          >
            <Check size={15} strokeWidth={3} aria-hidden="true" />
          </button>
        )}
        {drop === "here" && (
          <span className={classes.drop}>
            {person.name === null ? words.drop : words.dropHere(person.name)}
          </span>
        )}
      </div>
      <Name {...props} tabIndex={tabIndex} />
      <span className={classes.count}>{photos}</span>
    </>
  );
});

function Name(props: PersonCardProps & { tabIndex: number }) {
  const { person, tabIndex } = props;
  const text = useText();
  const words = text.people.card;
  if (props.isEditing) {
    const label =
      person.name === null
        ? text.people.naming.of(text.common.photos(person.photos))
        : words.rename(person.name);
    return (
      <span className={classes.editor}>
        <NameEditor person={person} label={label} inPlace onEnd={() => props.onEdited(person)} />
      </span>
    );
  }
  if (!props.mayWrite) {
    return <span className={classes.name}>{person.name ?? text.common.unnamed}</span>;
  }
  return (
    <button
      type="button"
      className={classes.name}
      data-unnamed={person.name === null || undefined}
      tabIndex={tabIndex}
      aria-label={person.name === null ? words.name : words.rename(person.name)}
      onClick={() => props.onEdit(person)}
    >
      {person.name ?? words.name}
    </button>
  );
}
