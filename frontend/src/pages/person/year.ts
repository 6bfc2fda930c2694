export const FIRST_YEAR = 1800;
export const LAST_YEAR = 2200;

/** What a year of birth that somebody typed means: a year, none, or a mistake. */
export function yearOf(typed: string): number | null | "wrong" {
  const digits = typed.trim();
  if (digits === "") return null;
  if (!/^\d{4}$/.test(digits)) return "wrong";
  const year = Number(digits);
  return year < FIRST_YEAR || year > LAST_YEAR ? "wrong" : year;
}
