import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Check, Search, UserPlus } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type UIEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { listPeopleInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonOut } from "@/client/types.gen";
import { useText } from "@/text";
import classes from "./PersonPicker.module.css";
import { Portrait } from "./Portrait";

interface PersonPickerProps {
  /** What is asked: the label of the field. */
  label: string;
  onPick: (person: PersonOut) => void;
  /** Offers to make somebody new of the name that was written. */
  onNew?: (name: string) => void;
  /** Ids of people who are picked already: they are marked. */
  picked?: readonly string[];
  /** Ids of people who are not offered. */
  without?: readonly string[];
}

const PAGE = 24; // portraits take a moment when they are first made
const AHEAD = 240; // pixels above its end at which the list gets longer
const PAUSE_MS = 160; // while somebody writes

/** Finds a person by name, with portraits. */
export function PersonPicker({ label, onPick, onNew, picked, without }: PersonPickerProps) {
  const text = useText();
  const list = useId();
  const [written, setWritten] = useState("");
  const [at, setAt] = useState(0);
  const [wanted] = useDebouncedValue(written.trim(), PAUSE_MS);
  const asked = useInfiniteQuery({
    ...listPeopleInfiniteOptions({
      query: { limit: PAGE, ...(wanted === "" ? {} : { name: wanted.slice(0, 200) }) },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const people = (asked.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((one) => !without?.includes(one.person));
  const fresh = written.trim();
  const offersNew = onNew !== undefined && fresh !== "" && !isKnown(people, fresh);
  const length = people.length + (offersNew ? 1 : 0);
  const current = Math.min(at, length - 1);

  const pick = (index: number): void => {
    const person = people[index];
    if (person !== undefined) onPick(person);
    else if (offersNew) onNew(fresh);
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && length > 0) {
      event.preventDefault();
      setAt((current + step + length) % length);
    } else if (event.key === "Enter" && length > 0) {
      event.preventDefault();
      pick(current);
    }
  };
  const scrolled = ({ currentTarget: seen }: UIEvent): void => {
    const below = seen.scrollHeight - seen.scrollTop - seen.clientHeight;
    if (below < AHEAD && asked.hasNextPage && !asked.isFetchingNextPage) void asked.fetchNextPage();
  };
  return (
    <div className={classes.picker}>
      <TextInput
        label={label}
        value={written}
        placeholder={text.common.search}
        leftSection={<Search size={16} aria-hidden="true" />}
        role="combobox"
        aria-expanded={true}
        aria-controls={list}
        aria-autocomplete="list"
        {...(length > 0 ? { "aria-activedescendant": `${list}-${current}` } : {})}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <div id={list} role="listbox" aria-label={label} className={classes.list} onScroll={scrolled}>
        {people.map((person, index) => (
          <Option
            key={person.person}
            id={`${list}-${index}`}
            current={index === current}
            picked={picked?.includes(person.person) ?? false}
            onPick={() => pick(index)}
          >
            <span className={classes.portrait}>
              <Portrait of={person} side={128} alt="" round />
            </span>
            <span className={classes.name} data-unnamed={person.name === null || undefined}>
              {person.name ?? text.common.unnamed}
            </span>
            <span className={classes.count}>{text.common.photos(person.photos)}</span>
          </Option>
        ))}
        {offersNew && (
          <Option
            id={`${list}-${people.length}`}
            current={current === people.length}
            picked={false}
            onPick={() => pick(people.length)}
          >
            <span className={classes.new}>
              <UserPlus size={18} aria-hidden="true" />
            </span>
            <span className={classes.name}>{text.photos.newPerson(fresh)}</span>
          </Option>
        )}
      </div>
      {asked.data !== undefined && length === 0 && (
        <p className={classes.nobody} role="status">
          {wanted === "" ? text.common.nobody : text.photos.nobodyCalled(wanted)}
        </p>
      )}
    </div>
  );
}

interface OptionProps {
  id: string;
  current: boolean;
  picked: boolean;
  onPick: () => void;
  children: ReactNode;
}

function Option({ id, current, picked, onPick, children }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (current) option.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as in any combobox.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={picked}
      data-current={current || undefined}
      className={classes.option}
      onClick={onPick}
    >
      {children}
      {picked && <Check className={classes.picked} size={17} aria-hidden="true" />}
    </div>
  );
}

function isKnown(people: readonly PersonOut[], name: string): boolean {
  return people.some((one) => one.name?.toLocaleLowerCase() === name.toLocaleLowerCase());
}
