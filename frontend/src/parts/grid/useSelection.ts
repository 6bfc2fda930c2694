import { useCallback, useState } from "react";
import type { PhotoFilter } from "@/data/filters";
import { type Chosen, NOTHING } from "@/lib/selection";

/** Which photos of a filter are chosen, and what changes that. */
export interface Selection {
  chosen: Chosen;
  /** Whether any is. */
  choosing: boolean;
  change: (change: (before: Chosen) => Chosen) => void;
  clear: () => void;
}

/** Remembers which photos are chosen, as long as the filter is the same. */
export function useSelection(filter: PhotoFilter): Selection {
  const key = JSON.stringify(filter);
  const [state, setState] = useState({ key, chosen: NOTHING });
  const chosen = state.key === key ? state.chosen : NOTHING;
  const change = useCallback(
    (how: (before: Chosen) => Chosen) =>
      setState((before) => ({ key, chosen: how(before.key === key ? before.chosen : NOTHING) })),
    [key],
  );
  const clear = useCallback(() => setState({ key, chosen: NOTHING }), [key]);
  return { chosen, choosing: chosen.all || chosen.photos.size > 0, change, clear };
}
