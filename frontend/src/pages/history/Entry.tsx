import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import {
  Ban,
  Eye,
  type LucideIcon,
  Merge,
  RotateCcw,
  ScanFace,
  Sparkles,
  Split,
  Trash2,
  UserRound,
} from "lucide-react";
import { undoEdit } from "@/client/sdk.gen";
import type { EditOut } from "@/client/types.gen";
import { useEdit } from "@/data/edit";
import { useMay, useSession } from "@/data/session";
import { woven } from "@/lib/woven";
import { plainly, type Said, type Somebody, saidBy } from "@/parts/log/said";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { here } from "./days";
import classes from "./Entry.module.css";
import { canUndo, isOurs } from "./kinds";

const ICONS: Readonly<Partial<Record<EditOut["kind"], LucideIcon>>> = {
  group: Sparkles,
  merge: Merge,
  split: Split,
  undo: RotateCcw,
  forget: Trash2,
  hide: Eye,
  not_a_face: Ban,
  ignore: Ban,
  assign: ScanFace,
  confirm: ScanFace,
  reject: ScanFace,
};

interface EntryProps {
  edit: EditOut;
  /** People who are not there any more: they have no page. */
  ended: ReadonlySet<string>;
}

/** One entry of the log: what was decided, by whom, when, and the way back. */
export function Entry({ edit, ended }: EntryProps) {
  const text = useText();
  const format = useFormat();
  const said = saidBy(edit, text.history);
  return (
    <li className={classes.entry} data-undone={edit.undone || undefined}>
      <Picture edit={edit} said={said} ended={ended} />
      <div className={classes.words}>
        <p className={classes.sentence}>
          <Sentence said={said} ended={ended} />
        </p>
        <p className={classes.about}>
          <span>{useWho(edit)}</span>
          <time dateTime={edit.when}>{format.moment(here(edit.when))}</time>
          {edit.undone === true && <span className={classes.state}>{text.history.undone}</span>}
        </p>
      </div>
      <Undo edit={edit} said={said} />
    </li>
  );
}

function Picture({ edit, said, ended }: EntryProps & { said: Said }) {
  const who = said.people.find((one) => !ended.has(one.person));
  const Icon = ICONS[edit.kind] ?? UserRound;
  if (said.face !== null) {
    return (
      <span className={classes.picture}>
        <Portrait of={{ face: said.face }} side={128} alt="" />
      </span>
    );
  }
  if (who === undefined) {
    return (
      <span className={classes.icon}>
        <Icon size={20} aria-hidden="true" />
      </span>
    );
  }
  return (
    <span className={classes.picture}>
      <Portrait of={who} side={128} alt="" />
    </span>
  );
}

function Sentence({ said, ended }: { said: Said; ended: ReadonlySet<string> }) {
  let at = 0;
  return woven(said.sentence).map((piece) => {
    at += 1;
    if (typeof piece === "string") return <span key={at}>{piece}</span>;
    const who = said.people[piece];
    return who === undefined ? null : <Name key={at} who={who} gone={ended.has(who.person)} />;
  });
}

function Name({ who, gone }: { who: Somebody; gone: boolean }) {
  const text = useText();
  const called = who.name ?? text.history.somebody;
  if (gone) return <strong className={classes.name}>{called}</strong>;
  return (
    <Link to="/people/$person" params={{ person: who.person }} className={classes.name}>
      {called}
    </Link>
  );
}

function Undo({ edit, said }: { edit: EditOut; said: Said }) {
  const text = useText();
  const may = useMay("write");
  const undoing = useEdit<EditOut>({
    edit: async ({ edit: number }) => (await undoEdit({ path: { edit: number } })).data,
    said: () => text.common.undone,
  });
  if (!may || !canUndo(edit)) return null;
  return (
    <Button
      variant="default"
      size="xs"
      className={classes.undo ?? ""}
      loading={undoing.isPending}
      aria-label={text.history.undoOf(plainly(said, text.history))}
      onClick={() => undoing.mutate(edit)}
    >
      {edit.kind === "undo" ? text.history.redo : text.history.undo}
    </Button>
  );
}

function useWho(edit: EditOut): string {
  const text = useText();
  const session = useSession();
  if (isOurs(edit)) return text.history.computer;
  if (edit.who === "") return text.history.here;
  return session.state === "known" && session.who === edit.who ? text.history.you : edit.who;
}
