import { clockOf, daysOf, secondsLeft } from "@/lib/countdown";
import { useNow } from "@/parts/job/useNow";
import { useText } from "@/text";

/** Returns in words how long it is until a time: "2 days 4:09:00"; null: it is not set. */
export function useCountdown(closes: string | null): { left: number; words: string } | null {
  const text = useText().game.countdown;
  const now = useNow(closes !== null);
  if (closes === null) return null;
  const left = secondsLeft(closes, now);
  const days = daysOf(left);
  const words = days > 0 ? `${text.days(days)} ${clockOf(left)}` : clockOf(left);
  return { left, words };
}
