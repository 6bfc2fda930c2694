import { Button, Skeleton } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { listPhotosInfiniteOptions } from "@/client/@tanstack/react-query.gen";
import type { PhotoOut } from "@/client/types.gen";
import { asQuery, isEmpty, type PhotoFilter } from "@/data/filters";
import { thumbnail } from "@/data/pictures";
import { variables } from "@/lib/variables";
import { FilterBar } from "@/parts/filters/FilterBar";
import { FilterChips } from "@/parts/filters/FilterChips";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import classes from "./PhotoPicker.module.css";

const A_PAGE = 60;

interface PhotoPickerProps {
  /** Faces that a photo must have at least. */
  fewest: number;
  onChoose: (photo: PhotoOut) => void;
}

/** Photos to choose one of, narrowed down by who is on them and when they were taken. */
export function PhotoPicker({ fewest, onChoose }: PhotoPickerProps) {
  const text = useText();
  const format = useFormat();
  const words = text.averages.template;
  const [filter, setFilter] = useState<PhotoFilter>({});
  const asked = useInfiniteQuery({
    ...listPhotosInfiniteOptions({
      query: { ...asQuery(filter), order: filter.order ?? "desc", limit: A_PAGE },
    }),
    initialPageParam: {},
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const photos = asked.data?.pages
    .flatMap(({ items }) => items)
    .filter((photo) => photo.faces >= fewest && !photo.missing);
  return (
    <>
      <FilterBar filter={filter} onChange={setFilter} />
      {!isEmpty(filter) && <FilterChips filter={filter} onChange={setFilter} />}
      {asked.error !== null && (
        <Troubled error={asked.error} onRetry={() => void asked.refetch()} />
      )}
      {photos === undefined ? (
        asked.error === null && <Skeleton height={320} radius="md" />
      ) : photos.length === 0 && !asked.hasNextPage ? (
        <p className={classes.none} role="status">
          <ImageOff size={20} aria-hidden="true" />
          {words.noPhotos}
        </p>
      ) : (
        <ul className={classes.photos}>
          {photos.map((photo) => (
            <li key={photo.photo} style={variables({ "--ratio": photo.width / photo.height })}>
              <button
                type="button"
                className={classes.photo}
                aria-label={
                  photo.taken === null
                    ? words.faces(photo.faces)
                    : words.ofDay(format.day(photo.taken), text.common.faces(photo.faces))
                }
                onClick={() => onChoose(photo)}
              >
                <img src={thumbnail(photo.photo, 256)} alt="" loading="lazy" decoding="async" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {asked.hasNextPage && (
        <Button
          variant="default"
          loading={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {words.loadMore}
        </Button>
      )}
    </>
  );
}
