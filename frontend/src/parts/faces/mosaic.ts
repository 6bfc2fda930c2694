/** A rectangle, pixels from the left and the top. */
export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a face may stand: its corner at the left and the top. */
export interface Slot {
  x: number;
  y: number;
}

/**
 * Returns where faces may stand around something, those nearest to it first.
 *
 * @param width Of the whole, pixels.
 * @param tile Side of a face.
 * @param hole What is not to be covered.
 */
export function slots(
  width: number,
  height: number,
  tile: number,
  gap: number,
  hole: Rectangle | null,
): Slot[] {
  const step = tile + gap;
  const columns = Math.floor((width - gap) / step);
  const rows = Math.floor((height - gap) / step);
  if (columns < 1 || rows < 1) return [];
  const left = (width - columns * step + gap) / 2;
  const top = (height - rows * step + gap) / 2;
  const middle = hole === null ? { x: width / 2, y: height / 2 } : centreOf(hole);
  const found: Slot[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const slot = { x: left + column * step, y: top + row * step };
      if (hole === null || !covers(slot, tile, gap, hole)) found.push(slot);
    }
  }
  const far = (slot: Slot): number =>
    Math.hypot(slot.x + tile / 2 - middle.x, slot.y + tile / 2 - middle.y);
  return found.sort((one, other) => far(one) - far(other));
}

/** Who stands where: a face for each slot that has one, and since when. */
export type Placed = readonly ({ face: string; turn: number } | null)[];

/**
 * Puts new faces into free slots, or where the oldest stand: nobody else moves.
 *
 * @param faces Newest first.
 * @param turn Grows with every time.
 */
export function placed(
  before: Placed,
  faces: readonly string[],
  room: number,
  turn: number,
): Placed {
  const wanted = faces.slice(0, room);
  const kept = Array.from({ length: room }, (_, n) => before[n] ?? null);
  const there = new Set(kept.flatMap((one) => (one === null ? [] : [one.face])));
  const fresh = wanted.filter((face) => !there.has(face)).toReversed();
  if (fresh.length === 0 && before.length === room) return before;
  const rank = new Map(faces.map((face, n) => [face, n]));
  const age = (n: number): number => rank.get(kept[n]?.face ?? "") ?? Number.POSITIVE_INFINITY;
  const free = kept.flatMap((one, n) => (one === null ? [n] : []));
  const taken = kept
    .flatMap((one, n) => (one === null ? [] : [n]))
    .sort((one, other) => age(other) - age(one));
  const order = [...free, ...taken];
  for (const [n, face] of fresh.entries()) {
    const slot = order[n];
    if (slot !== undefined) kept[slot] = { face, turn };
  }
  return kept;
}

function centreOf({ left, top, right, bottom }: Rectangle): Slot {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function covers(slot: Slot, tile: number, gap: number, hole: Rectangle): boolean {
  return (
    slot.x < hole.right + gap &&
    slot.x + tile > hole.left - gap &&
    slot.y < hole.bottom + gap &&
    slot.y + tile > hole.top - gap
  );
}
