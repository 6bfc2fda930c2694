import { memo, type ReactNode } from "react";
import type { PhotoOut } from "@/client/types.gen";
import { averageColour } from "./blur";
import { Picture } from "./Picture";
import classes from "./Tile.module.css";

/** What tiles say, in the language of the page. */
export interface TileWords {
  /** What a photo is called by who cannot see it. */
  name: (photo: PhotoOut) => string;
  choose: (name: string) => string;
  /** The address at which a photo is open. */
  address: (photo: string) => string;
}

interface TileProps {
  index: number;
  length: number;
  width: number;
  height: number;
  /** Undefined as long as it is not loaded. */
  photo: PhotoOut | undefined;
  chosen: boolean | null;
  active: boolean;
  words: TileWords;
  badge: ((photo: PhotoOut) => ReactNode) | undefined;
}

/** One photo in its place. What is done with it is heard by the wall around it. */
export const Tile = memo(function Tile(tile: TileProps) {
  const { photo, index, width } = tile;
  if (photo === undefined) {
    return <div className={classes.tile} role="presentation" style={{ width }} />;
  }
  const name = tile.words.name(photo);
  return (
    // biome-ignore lint/a11y/useSemanticElements: its row is no list.
    <div
      className={classes.tile}
      role="listitem"
      aria-setsize={tile.length}
      aria-posinset={index + 1}
      data-index={index}
      data-chosen={tile.chosen || undefined}
      style={{ width }}
    >
      <a
        className={classes.link}
        href={tile.words.address(photo.photo)}
        aria-label={name}
        tabIndex={tile.active ? 0 : -1}
        draggable={false}
        style={{ backgroundColor: averageColour(photo.thumbhash) }}
      >
        <Picture photo={photo} longest={Math.max(width, tile.height)} />
      </a>
      {tile.chosen !== null && (
        // biome-ignore lint/a11y/useSemanticElements: Shift and clicks are heard by the wall.
        <button
          type="button"
          role="checkbox"
          aria-checked={tile.chosen}
          aria-label={tile.words.choose(name)}
          tabIndex={-1}
          className={classes.check}
        />
      )}
      {tile.badge !== undefined && <div className={classes.badge}>{tile.badge(photo)}</div>}
    </div>
  );
});
