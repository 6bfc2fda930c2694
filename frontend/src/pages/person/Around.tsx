import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { listSimilarOptions, listTogetherOptions } from "@/client/@tanstack/react-query.gen";
import type { PersonAbout } from "@/client/types.gen";
import { places } from "@/parts/person/places";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import classes from "./Around.module.css";
import { PersonLink } from "./PersonLink";

const MOST = 16;

/** Who is on the same photos, and who looks alike. */
export function Around({ person }: { person: PersonAbout }) {
  const text = useText();
  const words = text.person.around;
  const path = { person: person.person };
  const together = useQuery({
    ...listTogetherOptions({ path, query: { limit: MOST } }),
    throwOnError: true,
  });
  const similar = useQuery({
    ...listSimilarOptions({ path, query: { limit: MOST } }),
    throwOnError: true,
  });
  return (
    <div className={classes.view}>
      <Section title={words.togetherTitle} about={words.togetherHelp}>
        <Row
          none={words.noneTogether}
          items={together.data?.map((one) => (
            <PersonLink
              key={one.person}
              person={one}
              about={words.together(text.common.photos(one.photos))}
            />
          ))}
        />
      </Section>
      <Section title={words.similarTitle} about={words.similarHelp}>
        <Row
          none={words.noneSimilar}
          items={similar.data?.map((one) => <PersonLink key={one.person} person={one} />)}
        />
      </Section>
    </div>
  );
}

/** @param items Undefined as long as they are on their way. */
function Row({ items, none }: { items: ReactNode[] | undefined; none: string }) {
  if (items === undefined) {
    return (
      <div className={classes.row} aria-hidden="true">
        {places(6).map((key) => (
          <span key={key} className={classes.place} />
        ))}
      </div>
    );
  }
  if (items.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <ul className={classes.row}>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn whole, in order
        <li key={i}>{item}</li>
      ))}
    </ul>
  );
}
