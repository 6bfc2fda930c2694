import { Link } from "@tanstack/react-router";
import { Portrait } from "@/parts/Portrait";
import { Section } from "@/parts/Section";
import { useText } from "@/text";
import { useNames } from "./useNames";
import classes from "./WentIn.module.css";

/** The people whom an average names, as portraits; nothing where it names nobody. */
export function WentIn({ people: ids }: { people: readonly string[] }) {
  const text = useText();
  const { people } = useNames(ids);
  if (people.length === 0) return null;
  const more = ids.length - people.length;
  return (
    <Section title={text.averages.one.wentIn}>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.person}>
            <Link
              to="/people/$person"
              params={{ person: person.person }}
              className={classes.person}
            >
              <Portrait of={person} side={128} alt="" />
              <span className={classes.name}>{person.name ?? text.common.unnamed}</span>
            </Link>
          </li>
        ))}
        {more > 0 && <li className={classes.more}>{text.averages.one.morePeople(more)}</li>}
      </ul>
    </Section>
  );
}
