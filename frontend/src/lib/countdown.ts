const SECOND_MS = 1_000;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Returns how many whole seconds are left until an ISO time, never less than none. */
export function secondsLeft(closes: string, now: number): number {
  const left = Math.ceil((Date.parse(closes) - now) / SECOND_MS);
  return Number.isFinite(left) ? Math.max(0, left) : 0;
}

/** Returns whole days of some seconds. */
export function daysOf(seconds: number): number {
  return Math.floor(seconds / DAY);
}

/** Returns the part of some seconds that is less than a day, as a clock: "4:09" or "13:04:09". */
export function clockOf(seconds: number): string {
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const two = (n: number): string => String(n).padStart(2, "0");
  const rest = two(seconds % MINUTE);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
