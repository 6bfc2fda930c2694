/** Which of some people, or of some faces, are selected, and from where a range begins. */
export interface Selection {
  chosen: ReadonlySet<string>;
  /** Clicks select instead of opening: something is selected, or a thumb asked for it. */
  on: boolean;
  anchor: string | null;
}

export type Step =
  | { do: "begin" }
  | { do: "toggle"; key: string }
  /** All from the anchor to this one. */
  | { do: "reach"; key: string; order: readonly string[] }
  | { do: "all"; order: readonly string[] }
  /** Those who are not there any more leave. */
  | { do: "keep"; order: readonly string[] }
  | { do: "end" };

export const NOTHING: Selection = { chosen: new Set(), on: false, anchor: null };

/** Returns the selection after a step. */
export function selected(now: Selection, step: Step): Selection {
  switch (step.do) {
    case "begin":
      return { ...now, on: true };
    case "toggle":
      return toggled(now, step.key);
    case "reach":
      return reached(now, step.key, step.order);
    case "all":
      return { chosen: new Set(step.order), on: true, anchor: now.anchor };
    case "keep":
      return without(now, new Set(step.order));
    case "end":
      return NOTHING;
  }
}

function toggled(now: Selection, key: string): Selection {
  const chosen = new Set(now.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { chosen, on: chosen.size > 0, anchor: key };
}

function reached(now: Selection, key: string, order: readonly string[]): Selection {
  const from = now.anchor === null ? -1 : order.indexOf(now.anchor);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return toggled(now, key);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...now, chosen: new Set([...now.chosen, ...range]), on: true };
}

function without(now: Selection, there: ReadonlySet<string>): Selection {
  const left = [...now.chosen].filter((key) => there.has(key));
  if (left.length === now.chosen.size) return now;
  return left.length === 0 ? NOTHING : { ...now, chosen: new Set(left) };
}
