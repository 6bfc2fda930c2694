import { Check } from "lucide-react";
import type { SampleFaceOut } from "@/client/types.gen";
import { useText } from "@/text";
import { isUsable } from "./choice";
import classes from "./FaceStrip.module.css";

interface FaceStripProps {
  faces: readonly SampleFaceOut[];
  chosen: readonly number[];
  onToggle: (number: number) => void;
}

/** Every face of a picture, cut out: a click takes it in or out. */
export function FaceStrip({ faces, chosen, onToggle }: FaceStripProps) {
  const text = useText().find.samples;
  return (
    <ul className={classes.strip}>
      {faces.map((face) => {
        const why = reasonOf(text, face);
        return (
          <li key={face.number}>
            <button
              type="button"
              className={classes.face}
              aria-pressed={chosen.includes(face.number)}
              aria-label={
                why === null ? text.face(face.number) : `${text.face(face.number)}, ${why}`
              }
              title={why ?? undefined}
              disabled={!isUsable(face)}
              onClick={() => onToggle(face.number)}
            >
              <img src={face.picture} alt="" draggable={false} />
              <span className={classes.sign}>
                <Check size={12} strokeWidth={3.2} aria-hidden="true" />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function reasonOf(
  text: ReturnType<typeof useText>["find"]["samples"],
  face: SampleFaceOut,
): string | null {
  if (face.status === "too_small") return text.tooSmall;
  return face.status === "low_confidence" ? text.lowConfidence : null;
}
