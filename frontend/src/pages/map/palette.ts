export type Shape = "circle" | "rect" | "triangle" | "diamond";

/** How somebody's dots look: colour and shape, so that neither has to be told apart alone. */
export interface Look {
  colour: string;
  shape: Shape;
}

// At least 3:1 on the paper of their scheme, and as far apart as twelve can be.
const LIGHT = [
  "#5643cf",
  "#c2343f",
  "#0d7f5a",
  "#b36200",
  "#0b74b8",
  "#a02c9a",
  "#5b7a00",
  "#8a4b2a",
  "#007f86",
  "#d4387e",
  "#4d5b7c",
  "#8f7400",
];
const DARK = [
  "#ada1ff",
  "#ff8a8f",
  "#5fd39b",
  "#f0b35a",
  "#6cc1ff",
  "#ea8fe0",
  "#b6d35a",
  "#d9a384",
  "#5fd6dc",
  "#ff9cc7",
  "#b3c0e0",
  "#e6d35a",
];
const SHAPES: readonly Shape[] = ["circle", "rect", "triangle", "diamond"];

/** Returns how the dots of the n-th person of the legend look. */
export function lookOf(place: number, dark: boolean): Look {
  const colours = dark ? DARK : LIGHT;
  return {
    colour: colours[place % colours.length] ?? "currentColor",
    shape: SHAPES[place % SHAPES.length] ?? "circle",
  };
}
