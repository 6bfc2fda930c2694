import type { FailureOut } from "@/client/types.gen";

export interface FailureGroup {
  reason: string;
  files: FailureOut[];
}

/** Returns failures by their reason, the most frequent reason first; ties by name. */
export function byReason(failures: readonly FailureOut[]): FailureGroup[] {
  const groups = new Map<string, FailureOut[]>();
  for (const failure of failures) {
    const files = groups.get(failure.reason);
    if (files === undefined) groups.set(failure.reason, [failure]);
    else files.push(failure);
  }
  return [...groups]
    .map(([reason, files]) => ({ reason, files }))
    .sort((a, b) => b.files.length - a.files.length || (a.reason < b.reason ? -1 : 1));
}
