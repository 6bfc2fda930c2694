import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, Folder } from "lucide-react";
import { useState } from "react";
import { listCollectionsOptions } from "@/client/@tanstack/react-query.gen";
import type { PhotoFilter } from "@/data/filters";
import { useText } from "@/text";
import classes from "./CollectionFilter.module.css";

interface CollectionFilterProps {
  filter: PhotoFilter;
  onChange: (filter: PhotoFilter) => void;
}

const FEW = 8; // nobody needs help to find one of so many

/** Which collection the photos belong to. */
export function CollectionFilter({ filter, onChange }: CollectionFilterProps) {
  const text = useText();
  const [written, setWritten] = useState("");
  const asked = useQuery(listCollectionsOptions());
  const all = asked.data ?? [];
  const wanted = written.trim().toLocaleLowerCase();
  const shown = all.filter((one) => one.collection.toLocaleLowerCase().includes(wanted));
  if (asked.data !== undefined && all.length === 0) {
    return <p className={classes.none}>{text.photos.filter.noCollections}</p>;
  }
  return (
    <>
      {all.length > FEW && (
        <TextInput
          label={text.photos.filter.whichCollection}
          placeholder={text.common.search}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <div className={classes.list}>
        {shown.map(({ collection, photos }) => {
          const active = filter.collection === collection;
          const { collection: _, ...rest } = filter;
          return (
            <button
              key={collection}
              type="button"
              className={classes.one}
              aria-pressed={active}
              onClick={() => onChange(active ? rest : { ...rest, collection })}
            >
              <Folder size={17} aria-hidden="true" />
              <span className={classes.name}>{collection}</span>
              <span className={classes.count}>{text.common.photos(photos)}</span>
              {active && <Check size={17} aria-hidden="true" />}
            </button>
          );
        })}
      </div>
    </>
  );
}
