/** What the page of rounds shows: as its address has it. */
export interface RoundsView {
  /** A new one is being thought up. */
  new?: true;
  /** The leaderboard of that series only. */
  series?: string;
}

/** What the page of one round shows: as its address has it. */
export interface RoundView {
  /** The board that is open. */
  board?: string;
}

const SERIES = /^s[0-9a-f]{16}$/;
const LONGEST = 1_020; // characters: two names of collections with a colon between

/** Returns what an address of the page of rounds asks for; what makes no sense is left out. */
export function roundsViewOf(given: Record<string, unknown>): RoundsView {
  const { new: wanted, series } = given;
  return {
    ...(wanted === true || wanted === "true" ? { new: true } : {}),
    ...(typeof series === "string" && SERIES.test(series) ? { series } : {}),
  };
}

/** Returns what an address of a round asks for; what makes no sense is left out. */
export function roundViewOf(given: Record<string, unknown>): RoundView {
  const named = given["board"];
  const board = typeof named === "number" ? String(named) : named; // of a collection "2024"
  return typeof board === "string" && board !== "" ? { board: board.slice(0, LONGEST) } : {};
}
