import type { Texts } from "@/text";

type Fixed = keyof Texts["game"]["boards"];

const FIXED: Readonly<Record<string, Fixed>> = {
  all: "all",
  women: "women",
  men: "men",
  "women:men": "womenToMen",
  "men:women": "menToWomen",
};

/** Returns what a board is called: those of chosen groups bear the name of their collection. */
export function boardWords(board: string, { game }: Pick<Texts, "game">): string {
  const fixed = Object.hasOwn(FIXED, board) ? FIXED[board] : undefined;
  return fixed === undefined ? board : game.boards[fixed];
}
