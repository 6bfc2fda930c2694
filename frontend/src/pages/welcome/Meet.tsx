import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { UserRoundX } from "lucide-react";
import { useRef } from "react";
import { getLibraryOptions, listPeopleOptions } from "@/client/@tanstack/react-query.gen";
import type { LibraryOut, PersonOut } from "@/client/types.gen";
import { useMay } from "@/data/session";
import { EmptyState } from "@/parts/EmptyState";
import { Portrait } from "@/parts/Portrait";
import { NameEditor } from "@/parts/person/NameEditor";
import { useText } from "@/text";
import { Loading } from "./Loading";
import classes from "./Meet.module.css";

const FEW = 12; // people who appear most

/** The people that were found: who appears most can be named at once. */
export function Meet({ onMore }: { onMore: () => void }) {
  const text = useText();
  const library = useQuery({ ...getLibraryOptions(), throwOnError: true });
  const people = useQuery({ ...listPeopleOptions({ query: { limit: FEW } }), throwOnError: true });
  if (library.data === undefined || people.data === undefined) return <Loading />;
  if (people.data.items.length === 0 && people.isFetching) return <Loading />;
  if (people.data.items.length === 0) {
    return (
      <EmptyState icon={UserRoundX} title={text.welcome.alone} help={text.welcome.aloneHelp}>
        <Ways onMore={onMore} />
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      <header className={classes.hello}>
        <h1 className={classes.title}>{text.welcome.meet}</h1>
        <Found library={library.data} />
      </header>
      <section className={classes.naming} aria-labelledby="who">
        <h2 id="who" className={classes.who}>
          {text.welcome.who}
        </h2>
        <p className={classes.help}>{text.welcome.whoHelp}</p>
        <People people={people.data.items} />
      </section>
      <Ways onMore={onMore} />
    </div>
  );
}

function Found({ library }: { library: LibraryOut }) {
  const text = useText();
  const { people, faces, photos } = text.common;
  return (
    <p className={classes.found}>
      {text.welcome.found(people(library.people), faces(library.faces), photos(library.photos))}
    </p>
  );
}

function People({ people }: { people: readonly PersonOut[] }) {
  const may = useMay("write");
  const list = useRef<HTMLUListElement>(null);
  const next = (after: number): void => {
    const fields = [...(list.current?.querySelectorAll("input") ?? [])];
    fields.find((field) => Number(field.closest("li")?.dataset.place) > after)?.focus();
  };
  return (
    <ul ref={list} className={classes.people}>
      {people.map((person, n) => (
        <li key={person.person} className={classes.person} data-place={n}>
          <Link
            to="/people/$person"
            params={{ person: person.person }}
            className={classes.portrait}
            tabIndex={-1}
            aria-hidden="true"
          >
            <Portrait of={person} side={256} alt="" />
          </Link>
          <Name person={person} place={n + 1} mayName={may} onNamed={() => next(n)} />
        </li>
      ))}
    </ul>
  );
}

interface NameProps {
  person: PersonOut;
  place: number;
  mayName: boolean;
  onNamed: () => void;
}

function Name({ person, place, mayName, onNamed }: NameProps) {
  const text = useText();
  return (
    <>
      {person.name === null && mayName ? (
        <NameEditor
          person={person}
          label={text.welcome.nameOf(place)}
          onEnd={(how) => how === "named" && onNamed()}
        />
      ) : (
        <Link to="/people/$person" params={{ person: person.person }} className={classes.name}>
          {person.name ?? text.common.unnamed}
        </Link>
      )}
      <span className={classes.photos}>{text.common.photos(person.photos)}</span>
    </>
  );
}

function Ways({ onMore }: { onMore: () => void }) {
  const { welcome: text } = useText();
  const may = useMay("write");
  return (
    <>
      {may && (
        <div className={classes.others}>
          <Button component={Link} to="/review" variant="subtle">
            {text.toReview}
          </Button>
          <Button variant="subtle" onClick={onMore}>
            {text.more}
          </Button>
        </div>
      )}
      <div className={classes.ways}>
        <Button component={Link} to="/photos" size="md">
          {text.toPhotos}
        </Button>
        <Button component={Link} to="/people" size="md" variant="default">
          {text.toPeople}
        </Button>
      </div>
    </>
  );
}
