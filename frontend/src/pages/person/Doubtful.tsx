import { Button } from "@mantine/core";
import type { PersonAbout, PersonWhy } from "@/client/types.gen";
import { crop } from "@/data/pictures";
import { useMay } from "@/data/session";
import { useRejectFaces } from "@/parts/person/useFaceEdits";
import { useConfirmFace } from "@/parts/person/usePersonEdits";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import classes from "./Doubtful.module.css";

interface DoubtfulProps {
  person: PersonAbout;
  why: PersonWhy;
}

/** Faces that may be somebody else, least likely first, to confirm or to take out. */
export function Doubtful({ person, why }: DoubtfulProps) {
  const text = useText();
  const format = useFormat();
  const words = text.person.doubt;
  const mayWrite = useMay("write");
  const confirm = useConfirmFace();
  const reject = useRejectFaces();
  const { name } = person;
  const yes = name === null ? words.yesNobody : words.yes(name);
  return (
    <Section title={words.title} about={name === null ? words.helpNobody : words.help(name)}>
      <ul className={classes.faces}>
        {why.doubtful.map(({ face, probability }) => {
          const likely = words.likely(format.percent(probability));
          return (
            <li key={face} className={classes.face}>
              <img
                src={crop(face)}
                alt={likely}
                loading="lazy"
                decoding="async"
                className={classes.picture}
              />
              <span className={classes.likely}>{likely}</span>
              {mayWrite && (
                <div className={classes.buttons}>
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={`${yes}, ${likely}`}
                    onClick={() => confirm.mutate({ face })}
                  >
                    {yes}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${words.no}, ${likely}`}
                    onClick={() => reject.mutate({ faces: [face] })}
                  >
                    {words.no}
                  </Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
