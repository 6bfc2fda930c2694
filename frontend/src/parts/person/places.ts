/** Returns keys for so many things that stand where others will be. */
export function places(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `place ${i}`);
}
