import { useMemo } from "react";
import { useFormat, useText } from "@/text";
import type { TileWords } from "./Tile";

/** Returns what tiles say; the same object as long as language and address are the same. */
export function useTileWords(addressOf: (photo: string) => string): TileWords {
  const text = useText();
  const format = useFormat();
  return useMemo(
    () => ({
      name: ({ taken, faces }) => {
        const when = taken === null ? text.photos.undated : format.day(taken);
        return faces === 0 ? when : `${when}, ${text.common.faces(faces)}`;
      },
      choose: (name) => text.photos.choose(name),
      address: addressOf,
    }),
    [text, format, addressOf],
  );
}
