import { listEdits } from "@/client/sdk.gen";
import type { EditOut } from "@/client/types.gen";

const PAGE = 100;
const PAGES = 10; // further back than that nobody remembers what they would take back

const NO_DECISIONS: ReadonlySet<EditOut["kind"]> = new Set(["undo", "forget"]);
const FORGOTTEN = "(about something that is forgotten)"; // all that the log says of such an entry

/** Asks for the newest decision of somebody that can be taken back; null: none of the last ones. */
export async function newestDecisionOf(who: string): Promise<EditOut | null> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const { data }: Awaited<ReturnType<typeof listEdits<true>>> = await listEdits({
      query: { limit: PAGE, ...(cursor === null ? {} : { cursor }) },
      throwOnError: true,
    });
    const found = data.items.find((edit) => isDecisionOf(who, edit));
    if (found !== undefined) return found;
    cursor = data.next ?? null;
    if (cursor === null) return null;
  }
  return null;
}

/** Returns whether an entry is a decision of somebody that stands and can be taken back. */
export function isDecisionOf(who: string, edit: EditOut): boolean {
  return (
    edit.who === who &&
    edit.undone !== true &&
    !NO_DECISIONS.has(edit.kind) &&
    edit.what !== FORGOTTEN
  );
}
