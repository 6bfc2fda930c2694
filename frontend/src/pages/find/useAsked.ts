import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { listFacesOptions } from "@/client/@tanstack/react-query.gen";
import type { FaceOut } from "@/client/types.gen";
import { search } from "./search";

const LOOKED_AT = 100;
const BEST = 4; // more say little that is new

let taken: string | undefined; // so that coming back here does not undo what was added since

/** Takes the face, or the best faces of the person, that the address asks for. */
export function useAsked(): void {
  const { face, person } = useSearch({ from: "/find" });
  const wanted = face ?? person;
  const asked = useQuery({
    ...listFacesOptions({ query: { person: person ?? "", limit: LOOKED_AT } }),
    enabled: face === undefined && person !== undefined,
    throwOnError: true,
  });
  const known = asked.data?.items;
  useEffect(() => {
    if (wanted === undefined || wanted === taken) return;
    const faces = face !== undefined ? [face] : bestOf(known ?? []);
    if (faces.length === 0) return;
    taken = wanted;
    search.know(faces);
  }, [wanted, face, known]);
}

/** Lets the same be asked for once more. */
export function forgetAsked(): void {
  taken = undefined;
}

function bestOf(faces: readonly FaceOut[]): string[] {
  return faces
    .toSorted((one, two) => (two.quality ?? 0) - (one.quality ?? 0))
    .slice(0, BEST)
    .map((one) => one.face);
}
