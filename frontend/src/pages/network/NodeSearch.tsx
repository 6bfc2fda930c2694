import { TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import classes from "./NodeSearch.module.css";
import { searched } from "./search";
import type { Whos } from "./useWho";

const SHOWN = 8;

interface NodeSearchProps {
  names: readonly (string | null)[];
  who: Whos;
  label: string;
  /** Who is not offered: index of a node. */
  except?: number;
  hasFocus?: boolean;
  onPick: (node: number) => void;
}

/** A field that finds somebody in the network by name. */
export function NodeSearch({ names, who, label, except, hasFocus, onPick }: NodeSearchProps) {
  const text = useText();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [written, setWritten] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = isOpen
    ? searched(names, written, SHOWN + 1)
        .filter((node) => node !== except)
        .slice(0, SHOWN)
    : [];
  const current = Math.min(at, found.length - 1);
  useEffect(() => {
    if (hasFocus) input.current?.focus({ preventScroll: true });
  }, [hasFocus]);

  const pick = (node: number): void => {
    setWritten("");
    setOpen(false);
    onPick(node);
  };
  const keyed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const node = found[current];
    if (step !== undefined) {
      setOpen(true);
      if (found.length > 0) setAt((current + step + found.length) % found.length);
    } else if (event.key === "Enter" && node !== undefined) pick(node);
    else if (event.key === "Escape" && isOpen) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.search}>
      <TextInput
        ref={input}
        aria-label={label}
        placeholder={label}
        leftSection={<Search size={16} aria-hidden="true" />}
        radius="md"
        value={written}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-autocomplete="list"
        {...(found.length > 0
          ? { "aria-controls": list, "aria-activedescendant": `${list}-${current}` }
          : {})}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={keyed}
      />
      {isOpen && found.length === 0 && (
        <div className={classes.list}>
          <p className={classes.nobody} role="status">
            {text.network.notFound}
          </p>
        </div>
      )}
      {found.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: options with pictures are no <select>.
        <div id={list} role="listbox" aria-label={label} className={classes.list}>
          {found.map((node, index) => {
            const { id, name, portrait } = who.by(node);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
              <div
                key={id}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === current}
                data-current={index === current || undefined}
                className={classes.option}
                // Before the field loses the focus, which closes the list.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => pick(node)}
              >
                <span className={classes.portrait}>
                  <Portrait of={portrait} side={128} alt="" round />
                </span>
                <span className={classes.name}>{name}</span>
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}
