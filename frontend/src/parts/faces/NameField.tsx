import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { listPeopleOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { useText } from "@/text";
import { Portrait } from "../Portrait";
import { isSameName, LONGEST_NAME, tidy } from "../person/names";
import classes from "./NameField.module.css";

const MOST = 8; // names offered at once
const CALM_MS = 120; // between keys, before the server is asked

interface NameFieldProps {
  label: string;
  /** Whether the label stands above the field, or is only heard. */
  labelShown?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  size?: "sm" | "md" | "lg";
  /** Takes the name; `known` is who is called so already. */
  onName: (name: string, known: PersonOut | null) => void;
  onCancel?: () => void;
  disabled?: boolean;
}

/** A field for a name, which offers those of known people. Enter gives it, Escape leaves. */
export function NameField(props: NameFieldProps) {
  const text = useText();
  const [typed, setTyped] = useState("");
  const known = useNames(typed);
  const give = (value: string): void => {
    const name = tidy(value);
    if (name === "") return;
    props.onName(name, known.find((person) => isSameName(person.name ?? "", name)) ?? null);
    setTyped("");
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    give(typed);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || props.onCancel === undefined) return;
    event.stopPropagation();
    props.onCancel();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <Autocomplete
        {...(props.labelShown === true ? { label: props.label } : { "aria-label": props.label })}
        placeholder={props.placeholder ?? text.common.nameless}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={give}
        onKeyDown={press}
        data={known.map((person) => person.name ?? "")}
        filter={({ options }) => options}
        renderOption={({ option }) => <Known option={option} people={known} />}
        maxLength={LONGEST_NAME}
        size={props.size ?? "md"}
        radius="xl"
        disabled={props.disabled ?? false}
        autoComplete="off"
        enterKeyHint="done"
        data-autofocus={props.autoFocus || undefined}
        autoFocus={props.autoFocus ?? false}
      />
    </form>
  );
}

function Known({ option, people }: { option: { value: string }; people: readonly PersonOut[] }) {
  const text = useText();
  const person = people.find((one) => one.name === option.value);
  return (
    <span className={classes.known}>
      {person !== undefined && (
        <span className={classes.face}>
          <Portrait of={person} side={128} alt="" round />
        </span>
      )}
      <span className={classes.name}>{option.value}</span>
      {person !== undefined && (
        <span className={classes.photos}>{text.common.photos(person.photos)}</span>
      )}
    </span>
  );
}

function useNames(typed: string): readonly PersonOut[] {
  const [wanted] = useDebouncedValue(typed.trim(), CALM_MS);
  const asked = useQuery({
    ...listPeopleOptions({
      query: { named: true, limit: MOST, ...(wanted === "" ? {} : { name: wanted }) },
    }),
    placeholderData: keepPreviousData,
  });
  return asked.data?.items ?? [];
}
