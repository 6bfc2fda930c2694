import { useMemo } from "react";
import type { DetectionOut, DetectionsOut, FaceOut } from "@/client/types.gen";
import type { Formats } from "@/lib/format";
import { type Texts, useFormat, useText } from "@/text";

/** A detected face, in words. */
export interface Described {
  /** "3: Anna Berg" */
  title: string;
  /** What it is seen as, and with how much reason. */
  what: string;
  score: string;
  /** Null: not known. */
  quality: string | null;
  lines: readonly string[];
  /** All of it at once. */
  sentence: string;
}

/** Returns every detected face in words, by its id. */
export function useDescribed(
  found: DetectionsOut | undefined,
  faces: readonly FaceOut[],
): ReadonlyMap<string, Described> {
  const text = useText().lightbox.detected;
  const format = useFormat();
  return useMemo(() => {
    const more = new Map(faces.map((face) => [face.face, face]));
    return new Map(
      (found?.faces ?? []).map((face) => [
        face.face,
        described(face, more.get(face.face), text, format),
      ]),
    );
  }, [found, faces, text, format]);
}

/** Returns a detected face in words. */
export function described(
  face: DetectionOut,
  more: Pick<FaceOut, "quality" | "age"> | undefined,
  text: Texts["lightbox"]["detected"],
  format: Pick<Formats, "percent">,
): Described {
  const what = seenAs(face, text, format);
  const score = format.percent(face.score);
  const quality = more?.quality == null ? null : format.percent(more.quality);
  const lines = [what];
  if (more?.age != null) lines.push(text.age(String(Math.round(more.age))));
  lines.push(`${text.score} ${score}`);
  if (quality !== null) lines.push(`${text.quality} ${quality}`);
  const sentence = text.box(face.number, what, score);
  return {
    title: face.name === null ? `${face.number}` : `${face.number}: ${face.name}`,
    what,
    score,
    quality,
    lines,
    sentence: face.name === null ? sentence : text.named(face.name, sentence),
  };
}

function seenAs(
  face: DetectionOut,
  text: Texts["lightbox"]["detected"],
  format: Pick<Formats, "percent">,
): string {
  if (face.mark === "ignored") return text.ignored;
  if (face.mark === "not_a_face") return text.notAFace;
  if (face.status === "low_confidence") return text.low;
  if (face.status === "too_small") return text.small;
  if (face.gender === null) return text.unknown;
  const gender = face.gender === "male" ? text.man : text.woman;
  return face.gender_probability === null
    ? gender
    : text.perceived(gender, format.percent(face.gender_probability));
}
