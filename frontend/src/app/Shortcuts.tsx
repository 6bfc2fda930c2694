import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useEffectEvent, useRef } from "react";
import { undoEdit } from "@/client/sdk.gen";
import { useEdit } from "@/data/edit";
import { newestDecisionOf } from "@/data/newestDecision";
import { useMay, useSession } from "@/data/session";
import { Key } from "@/parts/faces/Key";
import { isTyping } from "@/parts/faces/typing";
import { plainly, saidBy } from "@/parts/log/said";
import { type Texts, useText } from "@/text";
import { globalKeyOf } from "./keys";
import classes from "./Shortcuts.module.css";

/** Keys that work on every page: Ctrl+Z takes one's newest decision back, ? lists all keys. */
export function Shortcuts() {
  const text = useText();
  const may = useMay("write");
  const [open, list] = useDisclosure(false);
  const undo = useUndoNewest();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const wanted = globalKeyOf({
      key: event.key,
      code: event.code,
      command: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
      repeat: event.repeat,
      typing: isTyping(event.target),
      taken: event.defaultPrevented,
    });
    if (wanted === null || (wanted === "undo" && !may)) return;
    event.preventDefault();
    if (wanted === "undo") undo();
    else list.open();
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => press(event);
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  return (
    <Modal
      opened={open}
      onClose={list.close}
      title={text.shell.keys.title}
      size="lg"
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <div className={classes.groups}>
        {GROUPS.map(({ title, keys }) => (
          <section key={title} className={classes.group}>
            <h3 className={classes.title}>{text.shell.keys[title]}</h3>
            <dl className={classes.keys}>
              {keys.map(([name, ...pressed]) => (
                <div key={name} className={classes.row}>
                  <dt>{text.shell.keys[name]}</dt>
                  <dd>
                    <Keys pressed={pressed} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Keys({ pressed }: { pressed: readonly string[] }) {
  return (
    <>
      <span className={classes.spoken}>{pressed.join(", ")}</span>
      {pressed.map((key) => (
        <Key key={key}>{SIGNS[key] ?? key}</Key>
      ))}
    </>
  );
}

/** Takes the visitor's newest decision back, nobody else's, and says which it was. */
function useUndoNewest(): () => void {
  const text = useText();
  const session = useSession();
  const said = useRef("");
  const undoing = useEdit<{ who: string }>({
    edit: async ({ who }) => {
      const newest = await newestDecisionOf(who);
      if (newest === null) {
        said.current = text.common.nothingToUndo;
        return { edits: [] };
      }
      const { data } = await undoEdit({ path: { edit: newest.edit } });
      said.current = plainly(saidBy(data, text.history), text.history);
      return data;
    },
    said: () => said.current,
  });
  return () => {
    if (session.state === "known" && !undoing.isPending) undoing.mutate({ who: session.who });
  };
}

type Name = keyof Texts["shell"]["keys"];

const SIGNS: Readonly<Record<string, string>> = {
  Left: "←",
  Right: "→",
  Up: "↑",
  Down: "↓",
};

const GROUPS: readonly { title: Name; keys: readonly (readonly [Name, ...string[]])[] }[] = [
  {
    title: "everywhere",
    keys: [
      ["undo", "Ctrl Z"],
      ["help", "?"],
    ],
  },
  {
    title: "review",
    keys: [
      ["no", "1", "Left"],
      ["unsure", "2", "Down"],
      ["yes", "3", "Right"],
      ["name", "N"],
      ["later", "S"],
      ["seePhoto", "P"],
      ["back", "Z"],
    ],
  },
  {
    title: "photos",
    keys: [
      ["move", "Left", "Up", "Down", "Right"],
      ["open", "Enter"],
      ["choose", "Space"],
      ["chooseAll", "Ctrl A"],
      ["leave", "Esc"],
    ],
  },
  {
    title: "photo",
    keys: [
      ["turn", "Left", "Right"],
      ["zoom", "+", "-", "0"],
      ["faces", "F"],
      ["information", "I"],
      ["detections", "D"],
    ],
  },
  {
    title: "people",
    keys: [
      ["rename", "F2"],
      ["choose", "Space"],
      ["chooseAll", "Ctrl A"],
      ["merge", "M"],
    ],
  },
];
