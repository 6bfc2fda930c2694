import type { Standing } from "@/data/game";

/** Returns standings with their places: who has as many points and wins shares one. */
export function placesOf(standings: readonly Standing[]): { place: number; standing: Standing }[] {
  const ahead = (one: Standing, other: Standing): boolean =>
    one.points > other.points || (one.points === other.points && one.wins > other.wins);
  return standings.map((standing) => ({
    standing,
    place: 1 + standings.filter((other) => ahead(other, standing)).length,
  }));
}
