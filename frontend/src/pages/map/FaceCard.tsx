import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MousePointerClick } from "lucide-react";
import { getFaceOptions } from "@/client/@tanstack/react-query.gen";
import type { MapOut, MappedFaceOut } from "@/client/types.gen";
import { Portrait } from "@/parts/Portrait";
import { useText } from "@/text";
import classes from "./FaceCard.module.css";

interface FaceCardProps {
  map: MapOut;
  face: MappedFaceOut | undefined;
}

/** The face that one points at: who it is, and where it leads. */
export function FaceCard({ map, face }: FaceCardProps) {
  const text = useText();
  const words = text.map;
  const asked = useQuery({
    ...getFaceOptions({ path: { face: face?.face ?? "" } }),
    enabled: face !== undefined,
  });
  const row = face?.person ?? null;
  const person = row === null ? undefined : map.people[row];
  const name = person === undefined ? words.nobody : (person.name ?? words.unnamed);
  return (
    <section className={classes.card} aria-label={words.chosen} aria-live="polite">
      {face === undefined ? (
        <p className={classes.hint}>
          <MousePointerClick size={22} strokeWidth={1.6} aria-hidden="true" />
          {words.pick}
        </p>
      ) : (
        <>
          <div className={classes.portrait}>
            <Portrait of={{ face: face.face }} alt={words.face(name)} />
          </div>
          <div className={classes.words}>
            <p className={classes.name}>{name}</p>
            <p className={classes.links}>
              {person !== undefined && (
                <Link to="/people/$person" params={{ person: person.person }}>
                  {words.openPerson}
                </Link>
              )}
              {asked.data !== undefined && (
                <Link to="/photos" search={{ photo: asked.data.photo }}>
                  {words.openPhoto}
                </Link>
              )}
            </p>
          </div>
        </>
      )}
    </section>
  );
}
