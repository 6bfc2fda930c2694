/** Parts of the settings, as the address names them. */
export const TABS = [
  "appearance",
  "photos",
  "grouping",
  "models",
  "access",
  "keys",
  "server",
  "library",
] as const;

export type Tab = (typeof TABS)[number];

const FOR_OWNERS: readonly Tab[] = ["server"];

/** Returns the part that an address has open, if any. */
export function tabOf(given: Record<string, unknown>): { tab?: Tab } {
  const tab = TABS.find((known) => known === given["tab"]);
  return tab === undefined ? {} : { tab };
}

/** Returns the parts that a visitor may see. */
export function tabsFor(owner: boolean): Tab[] {
  return TABS.filter((tab) => owner || !FOR_OWNERS.includes(tab));
}
