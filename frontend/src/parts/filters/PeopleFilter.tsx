import { SegmentedControl, Switch } from "@mantine/core";
import { useState } from "react";
import { type PhotoFilter, withoutFaces, withPerson } from "@/data/filters";
import { PersonPicker } from "@/parts/PersonPicker";
import { useText } from "@/text";

interface PeopleFilterProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

/** Who is on the photos, who is not, and whether anybody is. */
export function PeopleFilter({ filter, onChange }: PeopleFilterProps) {
  const text = useText();
  const [how, setHow] = useState<"on" | "not">("on");
  const picked = (how === "on" ? filter.person : filter.not) ?? [];
  return (
    <>
      <SegmentedControl
        value={how}
        onChange={(value) => setHow(value === "not" ? "not" : "on")}
        data={[
          { value: "on", label: text.photos.filter.on },
          { value: "not", label: text.photos.filter.notOn },
        ]}
        fullWidth
        radius="xl"
      />
      <PersonPicker
        label={how === "on" ? text.photos.filter.whoOn : text.photos.filter.whoNot}
        picked={picked}
        onPick={({ person }) =>
          onChange(withPerson(filter, person, picked.includes(person) ? "either" : how))
        }
      />
      <Switch
        label={text.photos.filter.only}
        description={text.photos.filter.onlyHelp}
        disabled={filter.person === undefined}
        checked={filter.only ?? false}
        onChange={(event) => {
          const { only: _, ...rest } = filter;
          onChange(event.currentTarget.checked ? { ...rest, only: true } : rest);
        }}
      />
      <Switch
        label={text.photos.filter.noFaces}
        checked={filter.without_faces ?? false}
        onChange={(event) => onChange(withoutFaces(filter, event.currentTarget.checked))}
      />
    </>
  );
}
