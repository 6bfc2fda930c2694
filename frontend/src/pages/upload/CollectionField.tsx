import { Autocomplete } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import { useText } from "@/text";
import classes from "./CollectionField.module.css";

const LONGEST = 200; // characters: as the server has it

interface CollectionFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Where the photos that are added from now on are put: a collection, new or not. */
export function CollectionField({ value, onChange }: CollectionFieldProps) {
  const text = useText().upload.collection;
  const asked = useQuery(listCollectionsOptions());
  const names = asked.data?.map((one) => one.collection) ?? [];
  const isNew = value.trim() !== "" && asked.data !== undefined && !names.includes(value.trim());
  return (
    <Autocomplete
      className={classes.field}
      label={text.label}
      placeholder={text.placeholder}
      description={isNew ? text.help : undefined}
      inputWrapperOrder={["label", "input", "description"]}
      data={names}
      limit={50}
      maxLength={LONGEST}
      value={value}
      onChange={onChange}
      radius="md"
    />
  );
}
