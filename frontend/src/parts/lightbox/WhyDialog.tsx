import { Button, Progress, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyFaceOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut, FaceWhy, LikenessOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useFormat, useText } from "@/text";
import { Dialog } from "./Dialog";
import { LEAST, reasonsOf } from "./reasons";
import classes from "./WhyDialog.module.css";

const MOST_EVIDENCE = 2;

/** Tells why a face is with whom it is, and shows the faces that say so. */
export function WhyDialog({ face, onClose }: { face: FaceOut; onClose: () => void }) {
  const text = useText();
  const { why } = text.lightbox;
  const asked = useQuery(whyFaceOptions({ path: { face: face.face } }));
  const title =
    face.person === null
      ? why.titleNobody
      : face.name === null
        ? why.titleNameless
        : why.title(face.name);
  return (
    <Dialog title={title} size={480} onClose={onClose}>
      {asked.data !== undefined ? (
        <Reasons why={asked.data} face={face} />
      ) : asked.isError ? (
        <div role="alert">
          <p>{why.failed}</p>
          <Button onClick={() => void asked.refetch()}>{text.common.retry}</Button>
        </div>
      ) : (
        <Waiting />
      )}
    </Dialog>
  );
}

function Reasons({ why, face }: { why: FaceWhy; face: FaceOut }) {
  const text = useText().lightbox.why;
  const format = useFormat();
  const { probability } = why;
  const others = why.others.filter((other) => (other.probability ?? 0) >= LEAST);
  return (
    <div className={classes.reasons}>
      {probability !== null && (
        <div className={classes.sure}>
          <strong>{text.sure(format.percent(probability, 1))}</strong>
          <Progress
            value={probability * 100}
            aria-label={text.sure(format.percent(probability, 1))}
          />
        </div>
      )}
      {reasonsOf(why, face, text).map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {why.evidence.length > 0 && (
        <section>
          <h3>{text.evidence}</h3>
          <Evidence face={face} found={why.evidence.slice(0, MOST_EVIDENCE)} />
        </section>
      )}
      {others.length > 0 && (
        <section>
          <h3>{text.others}</h3>
          <ul className={classes.others}>
            {others.map((other) => (
              <li key={other.person}>
                <Link to="/people/$person" params={{ person: other.person }}>
                  <Portrait of={{ person: other.person }} side={128} alt="" round />
                  <span>{other.name ?? text.thisPerson}</span>
                </Link>
                <span>{text.perhaps(format.percent(other.probability ?? 0))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Evidence({ face, found }: { face: FaceOut; found: readonly LikenessOut[] }) {
  const text = useText().lightbox.why;
  const format = useFormat();
  return (
    <div className={classes.evidence}>
      <figure>
        <Portrait of={{ face: face.face }} alt={text.thisFace} />
        <figcaption>{text.thisFace}</figcaption>
      </figure>
      {found.map((near, index) => (
        <figure key={near.face}>
          <Portrait of={{ face: near.face }} alt={text.evidenceOf(index + 1)} />
          <figcaption>{text.alike(format.percent(near.probability))}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Waiting() {
  return (
    <div className={classes.reasons} aria-busy="true">
      <Skeleton height={18} width="50%" />
      <Skeleton height={14} />
      <Skeleton height={120} radius="md" />
    </div>
  );
}
