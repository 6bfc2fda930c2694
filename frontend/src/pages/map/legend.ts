import type { MapOut } from "@/client/types.gen";

const MOST = 12; // as many colours as one can tell apart, with four shapes

/** Somebody with a colour of their own. */
export interface Entry {
  /** Their place in `people` of the map. */
  row: number;
  person: string;
  name: string;
  /** Faces on the map. */
  faces: number;
}

/** Returns how many faces each of the people has on the map. */
export function countsOf({ people, points }: Pick<MapOut, "people" | "points">): number[] {
  const counts = people.map(() => 0);
  for (const { person } of points) {
    if (person !== null) counts[person] = (counts[person] ?? 0) + 1;
  }
  return counts;
}

/** Returns the named people with most faces on the map, the largest first. */
export function legendOf(map: Pick<MapOut, "people" | "points">): Entry[] {
  const counts = countsOf(map);
  return map.people
    .flatMap(({ person, name }, row) =>
      name === null ? [] : [{ row, person, name, faces: counts[row] ?? 0 }],
    )
    .toSorted((one, other) => other.faces - one.faces || one.name.localeCompare(other.name))
    .slice(0, MOST);
}

/** One person of the table. */
export interface Neighbourhood {
  person: string;
  name: string | null;
  faces: number;
  /** Whose face lies nearest to one of theirs: place in `people`; null: nobody else is there. */
  nearest: number | null;
}

/** Returns everybody on the map with who is nearest to them: named people first, then the largest. */
export function neighbourhoodsOf({
  people,
  points,
}: Pick<MapOut, "people" | "points">): Neighbourhood[] {
  const counts = countsOf({ people, points });
  const least = people.map(() => Number.POSITIVE_INFINITY);
  const nearest: (number | null)[] = people.map(() => null);
  points.forEach((one, index) => {
    for (let next = index + 1; next < points.length; next++) {
      const other = points[next];
      if (other === undefined || one.person === null || other.person === null) continue;
      if (one.person === other.person) continue;
      const distance = (one.x - other.x) ** 2 + (one.y - other.y) ** 2;
      keep(one.person, other.person, distance);
      keep(other.person, one.person, distance);
    }
  });
  return people
    .map(({ person, name }, row) => ({
      person,
      name,
      faces: counts[row] ?? 0,
      nearest: nearest[row] ?? null,
    }))
    .toSorted(
      (one, other) =>
        Number(one.name === null) - Number(other.name === null) || other.faces - one.faces,
    );

  function keep(row: number, other: number, distance: number): void {
    if (distance >= (least[row] ?? 0)) return;
    least[row] = distance;
    nearest[row] = other;
  }
}
