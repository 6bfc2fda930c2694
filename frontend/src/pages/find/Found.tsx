import { Button, Loader } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useCallback, useEffect, useId } from "react";
import type { FindOut, PhotoOut } from "@/client/types.gen";
import { PhotoRows } from "@/parts/grid/PhotoRows";
import { Troubled } from "@/parts/Troubled";
import { useFormat, useText } from "@/text";
import classes from "./Found.module.css";
import { useFoundPhotos } from "./useFoundPhotos";
import { shareWords } from "./words";

interface FoundProps {
  found: FindOut;
  /** Photos that are probably wrong are among them. */
  everything: boolean;
}

/** The photos that were found, the likeliest first, each with how sure it is. */
export function Found({ found, everything }: FoundProps) {
  const text = useText();
  const said = text.find;
  const format = useFormat();
  const id = useId();
  const { photos, more, loading, error, again } = useFoundPhotos(found.photos);
  const badge = useBadge(found);
  const { ref, entry } = useIntersection({ rootMargin: "600px" });
  const near = entry?.isIntersecting === true;

  useEffect(() => {
    if (near && !loading && error === null && more !== null) more();
  }, [near, loading, error, more]);

  if (found.photos.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <div className={classes.head}>
        <h3 id={id} className={classes.title}>
          {said.photos.title}
        </h3>
        <span className={classes.count}>
          {found.total > found.photos.length
            ? said.photos.some(format.number(found.photos.length), format.number(found.total))
            : text.common.photos(found.total)}
          {". "}
          {everything ? said.photos.everything : said.photos.share}
        </span>
      </div>
      {photos === undefined && error === null && (
        <div className={classes.bones} aria-hidden="true" />
      )}
      {photos !== undefined && <PhotoRows photos={photos} badge={badge} />}
      {error !== null && <Troubled error={error} onRetry={again} />}
      {more !== null && error === null && (
        <div ref={ref} className={classes.foot}>
          {loading ? (
            <Loader size="sm" aria-label={text.common.loading} />
          ) : (
            <Button variant="default" onClick={more}>
              {said.photos.more}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** Returns what stands in the corner of a photo: how sure it is that they are on it. */
function useBadge(found: FindOut) {
  const text = useText().find;
  const format = useFormat();
  return useCallback(
    (photo: PhotoOut) => {
      const one = found.photos.find((other) => other.photo === photo.photo);
      if (one === undefined) return null;
      if (one.probability === null) {
        const value = format.number(Math.round(one.similarity * 100) / 100);
        return <span className={classes.badge}>{text.candidates.similarity(value)}</span>;
      }
      const share = shareWords(one.probability, text.answer, format);
      return <span className={classes.badge}>{share}</span>;
    },
    [found, text, format],
  );
}
