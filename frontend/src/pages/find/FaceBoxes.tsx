import type { SampleOut } from "@/client/types.gen";
import { isUsable } from "./choice";
import classes from "./FaceBoxes.module.css";

interface FaceBoxesProps {
  sample: SampleOut;
  chosen: readonly number[];
  onToggle: (number: number) => void;
}

/**
 * Boxes over a picture, which can be clicked too.
 *
 * They say nothing to who cannot see them: the strip of faces below does the same by keyboard.
 */
export function FaceBoxes({ sample, chosen, onToggle }: FaceBoxesProps) {
  const { width, height, faces } = sample;
  return (
    <span className={classes.boxes} aria-hidden="true">
      {faces.toReversed().map(({ number, box: [left, top, right, bottom], ...face }) => (
        <button
          key={number}
          type="button"
          tabIndex={-1}
          className={classes.box}
          disabled={!isUsable(face)}
          data-chosen={chosen.includes(number) || undefined}
          style={{
            left: `${(100 * left) / width}%`,
            top: `${(100 * top) / height}%`,
            width: `${(100 * (right - left)) / width}%`,
            height: `${(100 * (bottom - top)) / height}%`,
          }}
          onClick={() => onToggle(number)}
        />
      ))}
    </span>
  );
}
