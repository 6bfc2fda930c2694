import { Skeleton } from "@mantine/core";
import { useText } from "@/text";
import classes from "./Loading.module.css";

/** Stands where the first step will be. */
export function Loading() {
  const text = useText();
  return (
    <div className={classes.loading} role="status" aria-label={text.common.loading}>
      <Skeleton h={64} w={64} radius="lg" />
      <Skeleton h={36} w="min(360px, 80%)" />
      <Skeleton h={300} w="min(880px, 100%)" radius="lg" />
    </div>
  );
}
