import type { EditOut } from "@/client/types.gen";

/** Several decisions that stopped in the middle: those made so far stand. */
export class PartlyDoneError extends Error {
  override readonly name = "PartlyDoneError";
  /** Numbers of the entries of the log that were made. */
  readonly edits: readonly number[];

  constructor(edits: readonly number[], cause: unknown) {
    super("Only a part was done.", { cause });
    this.edits = edits;
  }
}

/**
 * Decides about several things, one after the other.
 *
 * @throws PartlyDoneError when it stops after something was done; as it came when nothing was.
 */
export async function oneByOne<Thing>(
  things: readonly Thing[],
  decide: (thing: Thing) => Promise<EditOut | readonly EditOut[]>,
): Promise<EditOut[]> {
  const edits: EditOut[] = [];
  for (const thing of things) {
    try {
      edits.push(...[await decide(thing)].flat());
    } catch (error) {
      if (edits.length === 0) throw error;
      throw new PartlyDoneError(
        edits.map((edit) => edit.edit),
        error,
      );
    }
  }
  return edits;
}
