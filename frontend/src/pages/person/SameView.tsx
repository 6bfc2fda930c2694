import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { whyPersonQueryKey } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout, PersonLikenessOut, PersonWhy } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { EvidenceFaces } from "@/parts/person/EvidenceFaces";
import { keeperFirst } from "@/parts/person/merging";
import { useKeepApart, useMergePeople } from "@/parts/person/usePersonEdits";
import { Section } from "@/parts/Section";
import { useFormat, useText } from "@/text";
import { PersonLink } from "./PersonLink";
import classes from "./SameView.module.css";

interface SameViewProps {
  person: PersonAbout;
  why: PersonWhy | undefined;
  hasFailed: boolean;
}

/** Who might be the same person, most likely first, and look-alikes who are known not to be. */
export function SameView({ person, why, hasFailed }: SameViewProps) {
  const text = useText();
  const words = text.person.same;
  const queries = useQueryClient();
  if (hasFailed) {
    const again = (): void => {
      void queries.refetchQueries({
        queryKey: whyPersonQueryKey({ path: { person: person.person } }),
      });
    };
    return (
      <p className={classes.failed} role="alert">
        {text.common.broken}
        <Button size="compact-sm" variant="light" onClick={again}>
          {text.common.retry}
        </Button>
      </p>
    );
  }
  if (why === undefined) return <div className={classes.place} />;
  return (
    <div className={classes.view}>
      <Section title={words.title} about={why.merges.length > 0 ? words.help : words.none}>
        <ul className={classes.pairs}>
          {why.merges.map((rival) => (
            <li key={rival.person} className={classes.pair}>
              <Rival person={person} rival={rival} />
            </li>
          ))}
        </ul>
      </Section>
      {why.apart.length > 0 && (
        <Section title={words.apartTitle}>
          <ul className={classes.apart}>
            {why.apart.map((rival) => (
              <li key={rival.person}>
                <PersonLink
                  person={rival}
                  about={
                    rival.photos > 0
                      ? words.together(text.common.photos(rival.photos))
                      : words.toldApart
                  }
                />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Rival({ person, rival }: { person: PersonAbout; rival: PersonLikenessOut }) {
  const text = useText();
  const format = useFormat();
  const words = text.person.same;
  const mayWrite = useMay("write");
  const navigate = useNavigate();
  const apart = useKeepApart();
  // Who stays may be the other one: then the page goes there.
  const merge = useMergePeople(({ into }) => {
    if (into.person !== person.person) {
      void navigate({ to: "/people/$person", params: { person: into.person }, replace: true });
    }
  });
  const called = (name: string | null): string => name ?? text.common.unnamed;
  const isOne = (): void => {
    const other = { ...rival, photos: rival.faces };
    const [into, ...others] = keeperFirst([person, other]);
    if (into !== undefined) merge.mutate({ into, others });
  };
  const buttons = (
    <div className={classes.buttons}>
      <Button
        aria-label={`${words.yes}: ${called(rival.name)}`}
        loading={merge.isPending}
        onClick={isOne}
      >
        {words.yes}
      </Button>
      <Button
        variant="default"
        aria-label={`${words.no}: ${called(rival.name)}`}
        onClick={() => apart.mutate({ one: person.person, other: rival.person })}
      >
        {words.no}
      </Button>
    </div>
  );
  return (
    <>
      <div className={classes.sides}>
        <figure className={classes.side}>
          <figcaption>{called(person.name)}</figcaption>
          <EvidenceFaces
            person={person.person}
            label={text.person.merge.faces(called(person.name))}
          />
        </figure>
        <figure className={classes.side}>
          <figcaption>
            <Link to="/people/$person" params={{ person: rival.person }}>
              {called(rival.name)}
            </Link>
            {`, ${text.common.faces(rival.faces)}`}
          </figcaption>
          <EvidenceFaces
            person={rival.person}
            label={text.person.merge.faces(called(rival.name))}
          />
        </figure>
      </div>
      <p className={classes.likely}>{words.likely(format.percent(rival.probability ?? 0))}</p>
      {mayWrite && buttons}
    </>
  );
}
