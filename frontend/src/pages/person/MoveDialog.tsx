import { Modal, UnstyledButton } from "@mantine/core";
import { UserRound } from "lucide-react";
import { PersonPicker } from "@/parts/PersonPicker";
import { Portrait } from "@/parts/Portrait";
import { useMoveFaces, type Whose } from "@/parts/person/useFaceEdits";
import { useText } from "@/text";
import classes from "./MoveDialog.module.css";

const SHOWN = 8;

interface MoveDialogProps {
  /** Whose faces they are now. */
  person: string;
  faces: readonly string[];
  /** They are all that the person has: they cannot become somebody new without a name. */
  isAll: boolean;
  onClose: (done: boolean) => void;
}

/** Asks whose some faces are: somebody known, somebody new with a name, or without. */
export function MoveDialog({ person, faces, isAll, onClose }: MoveDialogProps) {
  const text = useText();
  const words = text.person.move;
  const move = useMoveFaces(person);
  const choose = (to: Whose): void => {
    move.mutate({ faces, to });
    onClose(true);
  };
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={words.title(faces.length)}
      size={440}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <ul className={classes.faces} aria-hidden="true">
        {faces.slice(0, SHOWN).map((face) => (
          <li key={face}>
            <Portrait of={{ face }} side={128} alt="" />
          </li>
        ))}
      </ul>
      {!isAll && (
        <UnstyledButton className={classes.fresh ?? ""} onClick={() => choose({ kind: "new" })}>
          <span className={classes.icon}>
            <UserRound size={19} aria-hidden="true" />
          </span>
          <span>
            {words.fresh}
            <span className={classes.about}>{words.freshHelp}</span>
          </span>
        </UnstyledButton>
      )}
      <PersonPicker
        label={words.search}
        without={[person]}
        onPick={(one) => choose({ kind: "known", person: one.person, name: one.name })}
        onNew={(name) => choose({ kind: "called", name })}
      />
    </Modal>
  );
}
