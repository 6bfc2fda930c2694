import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { PersonOut } from "@/client/types.gen";
import { letterOf } from "@/lib/letterOf";
import { Portrait } from "@/parts/Portrait";
import type { Selection, Step } from "@/parts/person/selection";
import { useText } from "@/text";
import { cellsFor, gapFor, placeAfter } from "./cells";
import classes from "./PeopleGrid.module.css";
import { PersonCard } from "./PersonCard";
import { useDrag } from "./useDrag";
import { useHold } from "./useHold";

const AHEAD = 3; // rows before the end at which more are loaded

interface PeopleGridProps {
  people: readonly PersonOut[];
  /** How many there will be; null as long as it is not known. */
  total: number | null;
  selection: Selection;
  mayWrite: boolean;
  onSelect: (step: Step) => void;
  /** These may be one person. */
  onMerge: (people: string[]) => void;
  onNearEnd: () => void;
}

/** Everybody, in as many columns as there is room for; only who is on screen is in the page. */
export function PeopleGrid(props: PeopleGridProps) {
  const { people, selection, mayWrite, onSelect, onMerge, onNearEnd } = props;
  const text = useText();
  const keysId = useId();
  const { ref: sized, width: room } = useElementSize<HTMLUListElement>();
  const list = useRef<HTMLUListElement>(null);
  const ref = useMergedRef(sized, list);
  const cells = cellsFor(room || 1000);
  const gap = gapFor(room || 1000);
  const rows = Math.ceil(people.length / cells.columns);
  const top = useTop(list);
  const [active, setActive] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const focusNext = useRef<number | null>(null);

  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => cells.height,
    overscan: 3,
    scrollMargin: top,
    scrollPaddingStart: 90, // the head of the page covers so much
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew by their height.
  useEffect(() => virtual.measure(), [cells.height, virtual]);

  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows - AHEAD) onNearEnd();
  }, [lastShown, rows, onNearEnd]);

  const focus = (index: number): void => {
    setActive(index);
    focusNext.current = index;
    virtual.scrollToIndex(Math.floor(index / cells.columns));
  };
  useEffect(() => {
    if (focusNext.current === null) return;
    const place = list.current?.querySelector<HTMLElement>(`[data-place="${focusNext.current}"]`);
    if (place == null) return; // its row is not there yet: the next drawing finds it
    focusNext.current = null;
    place.focus({ preventScroll: true });
  });

  const merge = useCallback(
    (person: string, onto: string) => {
      const moving = selection.chosen.has(person) ? selection.chosen : new Set([person]);
      onMerge([...new Set([onto, ...moving])]);
    },
    [selection, onMerge],
  );
  const { drag, ghost, ...dragging } = useDrag(mayWrite, merge);
  const hold = useHold((person) => mayWrite && onSelect({ do: "toggle", key: person }));
  const order = people.map((person) => person.person);

  const select = (person: string, event: { shiftKey: boolean }): void =>
    onSelect(event.shiftKey ? { do: "reach", key: person, order } : { do: "toggle", key: person });

  const onKeyDown = (event: KeyboardEvent): void => {
    const place = (event.target as HTMLElement).dataset["place"];
    const index = place === undefined ? active : Number(place);
    const person = people[index];
    if (event.altKey || person === undefined) return;
    const letter = letterOf(event);
    const to = placeAfter(event.key, index, cells.columns, people.length);
    if (event.key === "Escape" && selection.on) onSelect({ do: "end" });
    else if (to !== index || event.key.startsWith("Arrow")) focus(to);
    else if (!mayWrite) return;
    else if (event.key === " " && place !== undefined) select(person.person, event);
    else if (event.key === "F2") setEditing(person.person);
    else if (event.ctrlKey || event.metaKey) {
      if (letter !== "a") return;
      onSelect({ do: "all", order });
    } else if (letter === "m" && selection.chosen.size > 1) {
      onMerge([...selection.chosen]);
    } else return;
    event.preventDefault();
  };

  const onPointerDown = (event: PointerEvent): void => {
    dragging.onPointerDown(event);
    hold.onPointerDown(event);
  };
  const onClickCapture = (event: MouseEvent): void => {
    if (!dragging.isOver() && !hold.isOver()) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const handlers = useHandlers({
    click: (person, event) => {
      const many = event.shiftKey || event.ctrlKey || event.metaKey;
      if (!mayWrite || !(selection.on || many)) return;
      event.preventDefault();
      select(person.person, event);
    },
    check: (person, event) => select(person.person, event),
    edit: (person) => {
      setActive(order.indexOf(person.person));
      setEditing(person.person);
    },
    edited: (person) => {
      setEditing(null);
      focusNext.current = Math.max(order.indexOf(person.person), 0);
    },
  });

  const held = drag.state === "dragging" ? people.find((one) => one.person === drag.person) : null;
  const first = (shown[0]?.index ?? 0) * cells.columns;
  const last = Math.min((lastShown + 1) * cells.columns, people.length);
  return (
    <>
      <p id={keysId} className={classes.keys}>
        {mayWrite ? text.people.card.keys : ""}
      </p>
      <ul
        ref={ref}
        className={classes.grid}
        style={{ height: virtual.getTotalSize() }}
        aria-label={text.people.grid}
        aria-describedby={keysId}
        data-dragging={held != null || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onClickCapture={onClickCapture}
        onDragStart={(event) => event.preventDefault()}
        onContextMenu={(event) => hold.isOver() && event.preventDefault()}
      >
        {people.slice(first, last).map((person, i) => {
          const index = first + i;
          const row = Math.floor(index / cells.columns);
          const x = (index % cells.columns) * (cells.width + gap);
          return (
            <li
              key={person.person}
              className={classes.cell}
              style={{
                width: cells.width,
                height: cells.height,
                transform: `translate(${x}px, ${row * cells.height}px)`,
              }}
              aria-setsize={props.total ?? -1}
              aria-posinset={index + 1}
              data-editing={editing === person.person || undefined}
              onFocus={() => setActive(index)}
            >
              <PersonCard
                person={person}
                index={index}
                isActive={index === Math.min(active, people.length - 1)}
                isChosen={selection.chosen.has(person.person)}
                isSelecting={selection.on}
                isEditing={editing === person.person}
                drop={dropOn(person.person)}
                mayWrite={mayWrite}
                onClick={handlers.click}
                onCheck={handlers.check}
                onEdit={handlers.edit}
                onEdited={handlers.edited}
              />
            </li>
          );
        })}
      </ul>
      {held != null && (
        <div ref={ghost} className={classes.ghost} aria-hidden="true">
          <Portrait of={held} alt="" />
          {selection.chosen.has(held.person) && selection.chosen.size > 1 && (
            <span className={classes.many}>{selection.chosen.size}</span>
          )}
        </div>
      )}
    </>
  );

  function dropOn(person: string): "here" | "moving" | null {
    if (drag.state !== "dragging") return null;
    if (drag.over === person) return "here";
    return drag.person === person ? "moving" : null;
  }
}

interface Handlers {
  click: (person: PersonOut, event: MouseEvent) => void;
  check: (person: PersonOut, event: MouseEvent) => void;
  edit: (person: PersonOut) => void;
  edited: (person: PersonOut) => void;
}

/** Returns handlers that stay the same, so that cards are drawn again only when they change. */
function useHandlers(handlers: Handlers): Handlers {
  const now = useRef(handlers);
  now.current = handlers;
  const [stable] = useState<Handlers>(() => ({
    click: (person, event) => now.current.click(person, event),
    check: (person, event) => now.current.check(person, event),
    edit: (person) => now.current.edit(person),
    edited: (person) => now.current.edited(person),
  }));
  return stable;
}

/** Returns how far below the top of the document an element begins, also when that changes. */
function useTop(element: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (element.current) setTop(element.current.getBoundingClientRect().top + scrollY);
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [element]);
  return top;
}
