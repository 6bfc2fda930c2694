import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Folder, Globe, Users, X } from "lucide-react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import { PersonPicker } from "@/parts/PersonPicker";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import { Choices } from "./Choices";
import classes from "./NewAverage.module.css";
import type { Missing, Picked, Wish } from "./wish";

interface WhoFieldsProps {
  wish: Wish;
  onChange: (change: Partial<Wish>) => void;
  /** What has to be said still; null as long as nobody tried to go on. */
  missing: Missing | null;
}

/** Of whom the average is: everybody, some people, or those in a collection. */
export function WhoFields({ wish, onChange, missing }: WhoFieldsProps) {
  const words = useText().averages.form;
  return (
    <Choices
      legend={words.who}
      choices={[
        { value: "everybody", label: words.everybody, icon: Globe },
        { value: "collection", label: words.collection, icon: Folder },
        { value: "people", label: words.people, icon: Users },
      ]}
      value={wish.who}
      onChange={(who) => onChange({ who })}
    >
      {wish.who === "people" && (
        <People
          picked={wish.people}
          onChange={(people) => onChange({ people })}
          error={missing === "people" ? words.nobodyPicked : null}
        />
      )}
      {wish.who === "collection" && (
        <Collection
          chosen={wish.collection}
          onChange={(collection) => onChange({ collection })}
          error={missing === "collection" ? words.noCollection : null}
        />
      )}
    </Choices>
  );
}

interface PeopleProps {
  picked: readonly Picked[];
  onChange: (people: readonly Picked[]) => void;
  error: string | null;
}

function People({ picked, onChange, error }: PeopleProps) {
  const text = useText();
  const words = text.averages.form;
  const without = (person: string): Picked[] => picked.filter((one) => one.person !== person);
  return (
    <>
      {picked.length > 0 && (
        <ul className={classes.picked} aria-label={words.picked}>
          {picked.map((one) => {
            const name = one.name ?? text.common.unnamed;
            return (
              <li key={one.person}>
                <button
                  type="button"
                  className={classes.chip}
                  aria-label={words.unpick(name)}
                  onClick={() => onChange(without(one.person))}
                >
                  <span className={classes.portrait}>
                    <Portrait of={one} side={128} alt="" round />
                  </span>
                  {name}
                  <X size={15} aria-hidden="true" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {error !== null && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      <PersonPicker
        label={words.pick}
        picked={picked.map(({ person }) => person)}
        onPick={({ person, name, feature = null }) =>
          onChange(
            picked.some((one) => one.person === person)
              ? without(person)
              : [...picked, { person, name, feature }],
          )
        }
      />
    </>
  );
}

interface CollectionProps {
  chosen: string | null;
  onChange: (collection: string | null) => void;
  error: string | null;
}

function Collection({ chosen, onChange, error }: CollectionProps) {
  const words = useText().averages.form;
  const asked = useQuery(listCollectionsOptions());
  const names = asked.data?.map(({ collection }) => collection) ?? [];
  if (asked.data?.length === 0) return <p className={classes.help}>{words.noCollections}</p>;
  return (
    <Select
      label={words.whichCollection}
      data={names}
      value={chosen}
      searchable
      allowDeselect={false}
      error={error}
      onChange={onChange}
    />
  );
}
