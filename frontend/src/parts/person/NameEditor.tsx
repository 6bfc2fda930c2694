import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { listPeopleOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import { MergeDialog } from "./MergeDialog";
import classes from "./NameEditor.module.css";
import { LONGEST_NAME, namingOf, tidy } from "./names";
import { useChangePerson } from "./usePersonEdits";

const SHOWN = 5;
const CHECKED = 100; // names that contain what was typed: the very same one is among them
const TYPING_MS = 120;

interface NameEditorProps {
  person: PersonOut;
  /** Which name it is about, for who cannot see beside what it stands. */
  label: string;
  /** Called when it is over: named, or left as it was. */
  onEnd?: (how: "named" | "left") => void;
  /** It takes the place of a name that was clicked: it has the focus, and ends without it. */
  inPlace?: boolean;
  size?: "sm" | "lg";
}

/**
 * A field for the name of a person; suggests who is called so already.
 *
 * Names are unique: a name that somebody has asks whether both are one.
 */
export function NameEditor({
  person,
  label,
  onEnd,
  inPlace = false,
  size = "sm",
}: NameEditorProps) {
  const text = useText();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(person.name ?? "");
  const [twin, setTwin] = useState<PersonOut | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const rename = useChangePerson();
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const known = useKnown(person, typed);

  useEffect(() => {
    if (inPlace) input.current?.select();
  }, [inPlace]);

  const commit = async (): Promise<void> => {
    const name = tidy(typed);
    const met =
      name === ""
        ? []
        : await queries
            .fetchQuery(listPeopleOptions({ query: { name, hidden: true, limit: CHECKED } }))
            .then((page) => page.items)
            .catch(() => []); // the server itself refuses what is taken
    const naming = namingOf(person, name, met);
    box.closeDropdown();
    if (naming.kind === "taken") {
      setTwin(naming.by);
      return;
    }
    if (naming.kind !== "unchanged") {
      const change = { name: naming.kind === "free" ? naming.name : null };
      rename.mutate({ person, change });
    }
    onEnd?.(naming.kind === "unchanged" ? "left" : "named");
  };

  const leave = (): void => {
    setTyped(person.name ?? "");
    onEnd?.("left");
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation(); // keys of the card or page around are letters here
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !(box.dropdownOpened && box.getSelectedOptionIndex() >= 0)) {
      event.preventDefault();
      void commit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      box.closeDropdown();
      leave();
    }
  };

  const onBlur = (event: FocusEvent<HTMLInputElement>): void => {
    if (twin !== null || event.relatedTarget?.closest("[role=listbox]")) return;
    box.closeDropdown();
    // A name half typed is kept: leaving a field is no reason to lose it.
    if (tidy(typed) === (person.name ?? "")) leave();
    else if (inPlace && tidy(typed) !== "") void commit();
    else if (inPlace) leave();
  };

  return (
    <>
      <Combobox
        store={box}
        position="bottom-start"
        width="max-content"
        withinPortal
        onOptionSubmit={(id) => {
          box.closeDropdown();
          setTwin(known.find((one) => one.person === id) ?? null);
        }}
      >
        <Combobox.Target>
          <TextInput
            ref={input}
            className={classes.field}
            size={size}
            aria-label={label}
            placeholder={text.person.edit.placeholder}
            autoComplete="off"
            spellCheck={false}
            maxLength={LONGEST_NAME}
            value={typed}
            disabled={rename.isPending}
            autoFocus={inPlace}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              box.openDropdown();
              box.resetSelectedOption();
            }}
            onKeyDown={onKeyDown}
            onBlur={onBlur}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={known.length === 0} className={classes.dropdown}>
          <Combobox.Options aria-label={text.person.edit.suggestions}>
            {known.map((one) => (
              <Combobox.Option key={one.person} value={one.person} className={classes.option}>
                <span className={classes.face}>
                  <Portrait of={one} side={128} alt="" round />
                </span>
                <span>
                  <span className={classes.name}>{one.name}</span>
                  <span className={classes.about}>
                    {text.person.edit.isOne(text.common.photos(one.photos))}
                  </span>
                </span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {twin !== null && (
        <MergeDialog
          people={[person, twin]}
          taken={twin.name ?? undefined}
          onClose={(done) => {
            setTwin(null);
            if (done) onEnd?.("named");
            else input.current?.focus();
          }}
        />
      )}
    </>
  );
}

/** Returns who else is called a little like what was typed. */
function useKnown(person: PersonOut, typed: string): readonly PersonOut[] {
  const [calm] = useDebouncedValue(tidy(typed), TYPING_MS);
  const wanted = calm !== "" && calm !== person.name;
  const asked = useQuery({
    ...listPeopleOptions({ query: { name: calm, hidden: true, limit: SHOWN + 1 } }),
    enabled: wanted,
    placeholderData: (before) => before,
  });
  if (!wanted) return [];
  return (asked.data?.items ?? []).filter((one) => one.person !== person.person).slice(0, SHOWN);
}
