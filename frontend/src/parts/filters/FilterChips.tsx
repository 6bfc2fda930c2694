import { useQueries } from "@tanstack/react-query";
import { CalendarDays, CircleSlash, Folder, UserX, X } from "lucide-react";
import type { ReactNode } from "react";
import { getPersonOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout } from "@/client/types.gen";
import { cleared, type PhotoFilter, taken, withoutFaces, withPerson } from "@/data/filters";
import { named } from "@/lib/spans";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import classes from "./FilterChips.module.css";
import { spanWords } from "./spanWords";

interface FilterChipsProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

/** What narrows the photos down now: each can be taken away. */
export function FilterChips({ filter, onChange }: FilterChipsProps) {
  const text = useText();
  const format = useFormat();
  const on = usePeople(filter.person ?? []);
  const not = usePeople(filter.not ?? []);
  const span = named(filter);
  const { only, collection, ...withoutThose } = filter;
  const nameOf = (person: PersonAbout | undefined): string => person?.name ?? text.common.unnamed;
  return (
    <ul className={classes.chips} aria-label={text.photos.filter.active}>
      {on.map(({ id, person }) => (
        <Chip
          key={id}
          picture={person && <Portrait of={person} side={128} alt="" round />}
          label={nameOf(person)}
          onRemove={() => onChange(withPerson(filter, id, "either"))}
        />
      ))}
      {only && (
        <Chip
          icon={<CircleSlash size={15} aria-hidden="true" />}
          label={text.photos.filter.onlyChip}
          onRemove={() => onChange({ ...withoutThose, ...(collection ? { collection } : {}) })}
        />
      )}
      {not.map(({ id, person }) => (
        <Chip
          key={id}
          picture={person && <Portrait of={person} side={128} alt="" round />}
          struck
          label={text.photos.filter.not(nameOf(person))}
          onRemove={() => onChange(withPerson(filter, id, "either"))}
        />
      ))}
      {span !== null && (
        <Chip
          icon={<CalendarDays size={15} aria-hidden="true" />}
          label={spanWords(span, text, format)}
          onRemove={() => onChange(taken(filter, {}))}
        />
      )}
      {filter.undated && (
        <Chip
          icon={<CalendarDays size={15} aria-hidden="true" />}
          label={text.photos.filter.undated}
          onRemove={() => onChange(taken(filter, {}))}
        />
      )}
      {collection !== undefined && (
        <Chip
          icon={<Folder size={15} aria-hidden="true" />}
          label={collection}
          onRemove={() => onChange({ ...withoutThose, ...(only ? { only } : {}) })}
        />
      )}
      {filter.without_faces && (
        <Chip
          icon={<UserX size={15} aria-hidden="true" />}
          label={text.photos.filter.noFaces}
          onRemove={() => onChange(withoutFaces(filter, false))}
        />
      )}
      <li className={classes.item}>
        <button type="button" className={classes.clear} onClick={() => onChange(cleared(filter))}>
          {text.photos.filter.clear}
        </button>
      </li>
    </ul>
  );
}

interface ChipProps {
  label: string;
  icon?: ReactNode;
  picture?: ReactNode;
  /** Whether it is about who is not there. */
  struck?: boolean;
  onRemove: () => void;
}

function Chip({ label, icon, picture, struck = false, onRemove }: ChipProps) {
  const text = useText();
  return (
    <li className={classes.item}>
      <button
        type="button"
        className={classes.chip}
        aria-label={text.photos.filter.remove(label)}
        onClick={onRemove}
        onKeyDown={(event) => {
          if (event.key === "Delete" || event.key === "Backspace") onRemove();
        }}
      >
        {picture !== undefined && (
          <span className={classes.picture} data-struck={struck || undefined}>
            {picture}
          </span>
        )}
        {icon}
        <span className={classes.label}>{label}</span>
        <X size={14} aria-hidden="true" />
      </button>
    </li>
  );
}

function usePeople(ids: readonly string[]): { id: string; person: PersonAbout | undefined }[] {
  const asked = useQueries({
    queries: ids.map((person) => getPersonOptions({ path: { person } })),
  });
  return ids.map((id, index) => ({ id, person: asked[index]?.data }));
}
