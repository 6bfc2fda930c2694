import type { CSSProperties } from "react";
import type { DetectionOut, DetectionsOut } from "@/client/types.gen";
import { usePreferences } from "@/data/preferences";
import classes from "./DetectedBoxes.module.css";
import { edgeOf, placeOf } from "./Faces";
import { lookOfFace } from "./palette";
import type { Described } from "./useDescribed";

interface DetectedBoxesProps {
  found: DetectionsOut;
  /** What each face is, in words. */
  described: ReadonlyMap<string, Described>;
  /** The face that is pointed at, here or in the table. */
  active: string | null;
  onActive: (face: string | null) => void;
}

/** A numbered box around everything that was detected. */
export function DetectedBoxes({ found, described, active, onActive }: DetectedBoxesProps) {
  return found.faces.map((face) => (
    <DetectedBox
      key={face.face}
      face={face}
      photo={found}
      told={described.get(face.face)}
      active={active === face.face}
      onActive={onActive}
    />
  ));
}

interface DetectedBoxProps {
  face: DetectionOut;
  photo: DetectionsOut;
  told: Described | undefined;
  active: boolean;
  onActive: (face: string | null) => void;
}

function DetectedBox({ face, photo, told, active, onActive }: DetectedBoxProps) {
  const [{ boxes }] = usePreferences();
  const look = lookOfFace(face, boxes);
  const style = { ...placeOf(face.box, photo), "--colour": look.colour } as CSSProperties;
  return (
    <div
      className={classes.face}
      style={style}
      data-active={active || undefined}
      data-line={look.line}
      data-high={face.box[1] < photo.height * 0.05 || undefined}
      data-low={face.box[3] > photo.height * 0.8 || undefined}
      data-edge={edgeOf(face.box, photo)}
      data-marked={face.mark !== null || undefined}
    >
      <button
        type="button"
        className={classes.box}
        aria-label={told?.sentence}
        onPointerEnter={() => onActive(face.face)}
        onPointerLeave={() => onActive(null)}
        onFocus={() => onActive(face.face)}
        onBlur={() => onActive(null)}
        onClick={() => onActive(face.face)}
      />
      <span className={classes.plate} aria-hidden="true">
        {face.number} {look.letter}
      </span>
      {active && told !== undefined && (
        <div className={classes.card} aria-hidden="true">
          <strong>{told.title}</strong>
          {told.lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </div>
      )}
    </div>
  );
}
