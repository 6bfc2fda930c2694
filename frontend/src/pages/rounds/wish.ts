import type { RoundOrder } from "@/data/game";
import { cronOf, nextOf } from "@/lib/cron";

export const ENDS = ["hand", "minutes", "hour", "time"] as const;
export type End = (typeof ENDS)[number];

export const REPEATS = ["once", "daily", "weekly", "cron"] as const;
export type Repeat = (typeof REPEATS)[number];

/** A round as somebody thinks it up. */
export interface Wish {
  title: string;
  whose: "all" | "collection";
  collection: string | null;
  who: "everyone" | "joining";
  groups: string[];
  end: End;
  /** As a field for dates and times has it: "2026-05-17T18:00", here. */
  time: string;
  repeat: Repeat;
  rule: string;
  /** Rounds of one share a leaderboard. */
  season: string;
}

/** What a wish lacks. */
export type Missing = "title" | "collection" | "time" | "rule";

const MINUTES = { minutes: 10, hour: 60 } as const;

/** What the server takes "daily" and "weekly" for: midnight, and the one between Sunday and Monday. */
const RULES = { daily: "0 0 * * *", weekly: "0 0 * * 1" } as const;

/** What somebody begins with: most want to play with who is there. */
export const EMPTY: Wish = {
  title: "",
  whose: "all",
  collection: null,
  who: "joining",
  groups: [],
  end: "hand",
  time: "",
  repeat: "once",
  rule: "0 18 * * 5",
  season: "",
};

/** Returns what has to be said still, in the order of the form; null: nothing. */
export function missingIn(wish: Wish, now: Date): Missing | null {
  if (wish.title.trim() === "") return "title";
  if (isOfCollection(wish) && wish.collection === null) return "collection";
  if (wish.repeat === "cron" && cronOf(wish.rule) === null) return "rule";
  if (wish.repeat === "once" && wish.end === "time" && timeOf(wish, now) === null) return "time";
  return null;
}

/** Photos of the library matter only where who is on them takes part. */
function isOfCollection({ who, whose }: Wish): boolean {
  return who === "everyone" && whose === "collection";
}

/** Returns what the server is asked for. */
export function orderOf(wish: Wish, now: Date): RoundOrder {
  const season = wish.season.trim();
  const every = wish.repeat === "cron" ? wish.rule.trim() : wish.repeat;
  return {
    title: wish.title.trim(),
    collection: isOfCollection(wish) ? wish.collection : null,
    everyone: wish.who === "everyone",
    groups: wish.groups,
    closes: wish.repeat === "once" ? (closingOf(wish, now)?.toISOString() ?? null) : null,
    every: every === "once" ? null : every,
    season: wish.repeat === "once" && season !== "" ? season : null,
  };
}

/** Returns the rule by which a round repeats; null: it does not. */
export function ruleOf({ repeat, rule }: Pick<Wish, "repeat" | "rule">): string | null {
  if (repeat === "once") return null;
  return repeat === "cron" ? rule : RULES[repeat];
}

/** Returns when a round that is wished for closes by itself; null: by hand, or it is not known. */
export function closingOf(wish: Wish, now: Date): Date | null {
  const rule = ruleOf(wish);
  if (rule !== null) {
    const cron = cronOf(rule);
    return cron === null ? null : nextOf(cron, now);
  }
  if (wish.end === "hand") return null;
  if (wish.end === "time") return timeOf(wish, now);
  return new Date(now.getTime() + MINUTES[wish.end] * 60_000);
}

function timeOf({ time }: Wish, now: Date): Date | null {
  const chosen = new Date(time);
  return Number.isNaN(chosen.getTime()) || chosen <= now ? null : chosen;
}
