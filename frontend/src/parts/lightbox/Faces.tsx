import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { type CSSProperties, useRef, useState } from "react";
import type { FaceOut, PhotoOut } from "@/client/types.gen";
import { useText } from "@/text";
import { type FaceActions, FaceMenu } from "./FaceMenu";
import classes from "./Faces.module.css";
import { type Box, type Size, sharesOf } from "./geometry";

interface FacesProps {
  photo: PhotoOut;
  /** Those that count. */
  faces: readonly FaceOut[];
  actions: FaceActions;
  /** The face that was touched. */
  selected: string | null;
  onSelect: (face: string) => void;
}

/** Frames around faces: each leads to who it is, or asks. */
export function Faces({ photo, faces, actions, selected, onSelect }: FacesProps) {
  return faces.map((face, index) => (
    <FaceFrame
      key={face.face}
      face={face}
      number={index + 1}
      photo={photo}
      actions={actions}
      selected={selected === face.face}
      onSelect={() => onSelect(face.face)}
    />
  ));
}

interface FaceFrameProps {
  face: FaceOut;
  number: number;
  photo: Size;
  actions: FaceActions;
  selected: boolean;
  onSelect: () => void;
}

function FaceFrame({ face, number, photo, actions, selected, onSelect }: FaceFrameProps) {
  const text = useText().lightbox.face;
  const [open, setOpen] = useState(false);
  const touched = useRef(false);
  const { person, name } = face;
  const who = name ?? text.nameless(number);
  const props = {
    className: classes.frame,
    draggable: false,
    onPointerDown: (event: { pointerType: string }): void => {
      touched.current = event.pointerType !== "mouse";
    },
    // A finger cannot point without touching: its first touch only says the name.
    onClick: (event: { preventDefault: () => void }): void => {
      if (touched.current && !selected) {
        event.preventDefault();
        onSelect();
      } else if (name === null && actions.edit !== null) {
        actions.ask(face);
      }
    },
  };
  const frame =
    person !== null && (name !== null || actions.edit === null) ? (
      <Link to="/people/$person" params={{ person }} aria-label={who} {...props} />
    ) : (
      <button type="button" aria-label={`${text.ask} ${text.nameless(number)}`} {...props} />
    );
  return (
    <div
      className={classes.face}
      style={placeOf(face.box, photo)}
      data-shown={selected || open || undefined}
      data-nameless={name === null || undefined}
      data-low={face.box[3] > photo.height * 0.9 || undefined}
      data-edge={edgeOf(face.box, photo)}
    >
      {frame}
      <div className={classes.plate}>
        <span aria-hidden="true" className={classes.name}>
          {name ?? text.ask}
        </span>
        <FaceMenu face={face} actions={actions} onOpen={setOpen}>
          <button type="button" className={classes.more} aria-label={text.more(who)}>
            <Ellipsis size={16} aria-hidden="true" />
          </button>
        </FaceMenu>
      </div>
    </div>
  );
}

/** Returns the place of a box on the picture, in shares of it: it stays there however near one is. */
export function placeOf(box: Box, photo: Size): CSSProperties {
  const { left, top, width, height } = sharesOf(box, photo);
  return {
    left: percent(left),
    top: percent(top),
    width: percent(width),
    height: percent(height),
    // Little faces lie over large ones behind them.
    "--order": Math.round(1_000 * (1 - width * height)),
  } as CSSProperties;
}

/** Returns the side of the picture that a box is so near that words below it need to lean away. */
export function edgeOf(box: Box, photo: Size): "left" | "right" | undefined {
  const middle = (box[0] + box[2]) / 2 / photo.width;
  return middle < 0.2 ? "left" : middle > 0.8 ? "right" : undefined;
}

function percent(share: number): string {
  return `${share * 100}%`;
}
