export type Dot = "sure" | "likely" | "possible" | "not";

/** Returns a share as so many of a hundred; what is not certain is never a whole hundred. */
export function hundred(share: number): number {
  return share < 1 ? Math.min(99, Math.round(100 * share)) : 100;
}

/** Returns what each of a hundred dots stands for; shares in [0, 1] are rounded to whole dots. */
export function dots(low: number, value: number, high: number): Dot[] {
  const [sure, likely, possible] = [low, value, high].map(hundred);
  return Array.from({ length: 100 }, (_, place) => {
    if (place < (sure ?? 0)) return "sure";
    if (place < (likely ?? 0)) return "likely";
    return place < (possible ?? 0) ? "possible" : "not";
  });
}
