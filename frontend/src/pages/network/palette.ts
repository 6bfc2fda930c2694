// At least 3:1 on the card of their scheme, and told apart by place too: groups lie together.
const LIGHT = [
  "#5643cf",
  "#0d7f5a",
  "#c2343f",
  "#b36200",
  "#0b74b8",
  "#a02c9a",
  "#5b7a00",
  "#007f86",
  "#d4387e",
  "#8a4b2a",
];
const DARK = [
  "#ada1ff",
  "#5fd39b",
  "#ff8a8f",
  "#f0b35a",
  "#6cc1ff",
  "#ea8fe0",
  "#b6d35a",
  "#5fd6dc",
  "#ff9cc7",
  "#d9a384",
];
const REST = { light: "#77757f", dark: "#8f8d9b" } as const;

/** How many groups have a colour of their own. */
export const COLOURED = LIGHT.length;

/** Returns the colour of a group; small ones share one, from the eleventh on. */
export function colourOf(community: number, dark: boolean): string {
  return (dark ? DARK : LIGHT)[community] ?? REST[dark ? "dark" : "light"];
}
