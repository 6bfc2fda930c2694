import { Menu, UnstyledButton } from "@mantine/core";
import {
  Check,
  CircleSlash,
  Clock,
  Ellipsis,
  HelpCircle,
  type LucideIcon,
  PencilLine,
  ScanFace,
  Undo2,
  UserRoundX,
  X,
} from "lucide-react";
import { Key } from "@/parts/faces/Key";
import { useText } from "@/text";
import classes from "./Answers.module.css";
import { type Kind, LETTERS, OTHERS, replyOf, type Step } from "./keys";
import { labelOf } from "./wording";

const BIG = ["left", "middle", "right"] as const;

const ICONS: Readonly<Record<string, LucideIcon>> = {
  no: X,
  yes: Check,
  unsure: HelpCircle,
  name: PencilLine,
  ignore: UserRoundX,
  not_a_face: CircleSlash,
  skip: Clock,
};

interface AnswersProps {
  kind: Kind;
  onStep: (step: Step) => void;
  canUndo: boolean;
}

/** What can be said to a question: three large answers in reach of a thumb, and smaller ones. */
export function Answers({ kind, onStep, canUndo }: AnswersProps) {
  const text = useText();
  return (
    <div className={classes.answers}>
      <div className={classes.big}>
        {BIG.map((step, at) => {
          const Icon = ICONS[replyOf(kind, step) ?? ""] ?? HelpCircle;
          return (
            <UnstyledButton
              key={step}
              className={classes.button}
              data-step={step}
              aria-keyshortcuts={`${at + 1}`}
              onClick={() => onStep(step)}
            >
              <Icon size={22} aria-hidden="true" />
              <span className={classes.label}>{labelOf(kind, step, text.review)}</span>
              <Key>{`${at + 1}`}</Key>
            </UnstyledButton>
          );
        })}
      </div>
      <div className={classes.small}>
        <Small step="undo" icon={Undo2} kind={kind} onStep={onStep} disabled={!canUndo} />
        <Small step="skip" icon={Clock} kind={kind} onStep={onStep} />
        <Small step="photo" icon={ScanFace} kind={kind} onStep={onStep} />
        <Others kind={kind} onStep={onStep} />
      </div>
    </div>
  );
}

interface SmallProps {
  step: Step;
  icon: LucideIcon;
  kind: Kind;
  onStep: (step: Step) => void;
  disabled?: boolean;
}

function Small({ step, icon: Icon, kind, onStep, disabled = false }: SmallProps) {
  const text = useText();
  const letter = LETTERS[step] ?? "";
  return (
    <UnstyledButton
      className={classes.minor}
      disabled={disabled}
      aria-keyshortcuts={letter}
      onClick={() => onStep(step)}
    >
      <Icon size={17} aria-hidden="true" />
      <span>{labelOf(kind, step, text.review)}</span>
      <Key>{letter}</Key>
    </UnstyledButton>
  );
}

function Others({ kind, onStep }: { kind: Kind; onStep: (step: Step) => void }) {
  const text = useText();
  const others = OTHERS[kind].filter((step) => step !== "skip");
  return (
    <Menu position="top-end" radius="lg" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.minor} aria-label={text.review.more}>
          <Ellipsis size={19} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((step) => {
          const Icon = ICONS[step] ?? HelpCircle;
          return (
            <Menu.Item
              key={step}
              leftSection={<Icon size={17} aria-hidden="true" />}
              rightSection={<Key>{LETTERS[step] ?? ""}</Key>}
              onClick={() => onStep(step)}
            >
              {labelOf(kind, step, text.review)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
