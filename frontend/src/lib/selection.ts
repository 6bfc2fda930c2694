/** A photo as far as choosing is concerned. */
export interface Choosable {
  photo: string;
  taken: string | null;
}

/** Which photos are chosen. Never by their places: photos come and go while somebody chooses. */
export interface Chosen {
  /** Whether everything is chosen but `photos`; else they are what is chosen. */
  readonly all: boolean;
  /** Ids, and the month of each ("2024-05", null: not known). */
  readonly photos: ReadonlyMap<string, string | null>;
}

export const NOTHING: Chosen = { all: false, photos: new Map() };
export const EVERYTHING: Chosen = { all: true, photos: new Map() };

export function isChosen(chosen: Chosen, photo: string): boolean {
  return chosen.photos.has(photo) !== chosen.all;
}

/** Returns the same with these photos in, or out. */
export function changed(chosen: Chosen, photos: readonly Choosable[], wanted: boolean): Chosen {
  const next = new Map(chosen.photos);
  for (const { photo, taken } of photos) {
    if (wanted === chosen.all) next.delete(photo);
    else next.set(photo, monthOf(taken));
  }
  return { all: chosen.all, photos: next };
}

/** Returns how many are chosen among `total`. */
export function countOf(chosen: Chosen, total: number): number {
  return chosen.all ? Math.max(0, total - chosen.photos.size) : chosen.photos.size;
}

/** Returns how many of each month are named in `photos`, and how many of each year. */
export function countByMonth(chosen: Chosen): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  const count = (name: string | null) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const month of chosen.photos.values()) {
    count(month);
    if (month !== null) count(month.slice(0, "2024".length));
  }
  return counts;
}

/** Whether a month of `total` photos is chosen, `named` of which are named in `photos`. */
export function ofMonth(chosen: Chosen, named: number, total: number): "all" | "some" | "none" {
  const within = chosen.all ? total - named : named;
  if (within <= 0) return "none";
  return within >= total ? "all" : "some";
}

function monthOf(taken: string | null): string | null {
  return taken === null ? null : taken.slice(0, "2024-05".length);
}
