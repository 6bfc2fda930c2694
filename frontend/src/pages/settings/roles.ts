import type { AccountOut, KeyOut } from "@/client/types.gen";

/** What accounts may do, the least first. */
export const ROLES: readonly AccountOut["role"][] = ["viewer", "editor", "owner"];

/** What keys may do, the least first. */
export const SCOPES: readonly KeyOut["scope"][] = ["read", "write", "admin"];

/** Returns the scopes that keys of somebody may have: no more than their own. */
export function scopesUpTo(own: KeyOut["scope"]): KeyOut["scope"][] {
  return SCOPES.slice(0, SCOPES.indexOf(own) + 1);
}
