import type { PersonAbout, PersonWhy } from "@/client/types.gen";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import classes from "./HowSure.module.css";

interface HowSureProps {
  person: PersonAbout;
  /** Undefined as long as it is on its way. */
  why: PersonWhy | undefined;
}

/** How sure it is that all faces are this person, in words, and how that is known. */
export function HowSure({ person, why }: HowSureProps) {
  const text = useText();
  return (
    <Section title={text.person.sure.title}>
      {why === undefined ? (
        <div className={classes.place} />
      ) : (
        <Said name={person.name} purity={why.purity} faces={why.faces} held={why.confirmed} />
      )}
    </Section>
  );
}

interface SaidProps {
  name: string | null;
  purity: number | null;
  faces: number;
  /** Faces that somebody confirmed. */
  held: number;
}

function Said({ name, purity, faces, held }: SaidProps) {
  const text = useText();
  const format = useFormat();
  const words = text.person.sure;
  // The server gives a single face a number, too: it says nothing.
  if (faces < 2) return <p className={classes.from}>{words.single}</p>;
  if (purity === null) return <p className={classes.from}>{words.unknown}</p>;
  const share = format.percent(purity, 1);
  return (
    <div className={classes.words}>
      <strong className={classes.share}>{share}</strong>
      <div>
        <p className={classes.said}>
          {name === null ? words.shareNobody(share) : words.share(share, name)}
        </p>
        <p className={classes.from}>
          {words.from(text.common.faces(faces))}
          {held > 0 && ` ${words.held(held)}`}
        </p>
      </div>
    </div>
  );
}
