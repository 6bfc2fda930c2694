import type { CSSProperties } from "react";

/** Returns CSS variables as a `style`, for what a style sheet computes with. */
export function variables(values: Readonly<Record<`--${string}`, string | number>>): CSSProperties {
  return values as CSSProperties;
}
