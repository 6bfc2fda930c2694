import { Skeleton } from "@mantine/core";
import { useText } from "@/text";
import classes from "./Gallery.module.css";

const FEW = 4;

/** Where averages will be, as long as they are on their way. */
export function PlacesOfAverages() {
  const text = useText();
  return (
    <div role="status" aria-label={text.averages.loading} className={classes.gallery}>
      {Array.from({ length: FEW }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={index} className={classes.place}>
          <Skeleton className={classes.placePicture ?? ""} radius={22} />
          <Skeleton height={16} width="55%" mt={14} radius="xl" />
          <Skeleton height={12} width="75%" mt={10} radius="xl" />
        </div>
      ))}
    </div>
  );
}
