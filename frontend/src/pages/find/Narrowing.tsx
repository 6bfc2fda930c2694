import { Select, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FolderSearch } from "lucide-react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import { useText } from "@/text";
import classes from "./Narrowing.module.css";
import { search, useSearchState } from "./search";

const EVERYWHERE = ""; // no collection has this name

/** Where to look, and how generously. */
export function Narrowing() {
  const text = useText().find.narrow;
  const { collection, everything } = useSearchState();
  const asked = useQuery(listCollectionsOptions());
  const names = asked.data?.map((one) => one.collection) ?? [];
  return (
    <div className={classes.narrowing}>
      {(names.length > 0 || collection !== null) && (
        <Select
          className={classes.where}
          aria-label={text.collection}
          leftSection={<FolderSearch size={17} aria-hidden="true" />}
          data={[
            { value: EVERYWHERE, label: text.everywhere },
            ...new Set(collection === null ? names : [...names, collection]),
          ]}
          value={collection ?? EVERYWHERE}
          allowDeselect={false}
          searchable
          radius="xl"
          onChange={(name) => search.narrow({ collection: name || null })}
        />
      )}
      <Switch
        label={text.everything}
        checked={everything}
        onChange={(event) => search.narrow({ everything: event.currentTarget.checked })}
      />
    </div>
  );
}
