"""The nearest so many faces of every face, kept while candidates come in: compiled.

A candidate is one whole number: the squared distance in steps of 1 / STEPS in the upper half, the
other face in the lower one. So the smaller number is the nearer face, ties are broken by face, and
selecting is selecting among whole numbers. A list has twice the room that it needs: when it is
full, the nearer half is kept, and the farthest of these becomes its limit.
"""

# ruff: noqa: PLR0917 - numba calls its functions by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.compiled import in_parts, kernel, offsets, threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 1 << 28  # squared distances of unit vectors are at most 4, and 4 * STEPS fits in 31 bits
CHUNK = 32  # products that are compared at once; most hold nothing, and that is seen quickly


class Shortlists:
    """The candidates of n faces."""

    def __init__(self, faces: int, keep: int, least: float, photos: NDArray[np.int32]) -> None:
        """Begin with empty lists.

        Args:
            faces: How many there are.
            keep: So many candidates of each are kept.
            least: Products that are not larger are no candidates.
            photos: (n,) int32 number of the photo of each face.
        """
        self._keep = keep
        self._photos = photos
        self._keys = np.empty((faces, 2 * keep), np.int64)
        self._counts = np.zeros(faces, np.int32)
        self._limits = np.full(faces, least, np.float32)
        self._hits: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]] = []

    def offer(
        self,
        products: NDArray[np.float32],
        rows: NDArray[np.int32],
        columns: NDArray[np.int32],
        homes: NDArray[np.int32],
        probes: NDArray[np.int32],
        copy: float,
    ) -> None:
        """Look through products for candidates, and give each to both of its faces.

        Args:
            products: float32 (r, c) of two sets of faces.
            rows: (r,) int32, which faces.
            columns: (c,) int32, which faces.
            homes: (n,) int32 list of each face, or empty: then only later faces count.
            probes: (n, p) int32 lists that each face looks into, its own first. A pair that comes
                up twice, because each of both looks into the other's list, counts once.
            copy: Faces of one photo with a smaller product are no candidates.
        """
        workers = threads()
        self._make_room(products.size // workers + products.shape[1], workers)
        ends = [len(rows) * part // workers for part in range(workers + 1)]

        def search(part: int, _: int) -> int:
            return int(
                _search(
                    products,
                    rows,
                    columns,
                    self._limits,
                    self._photos,
                    np.float32(copy),
                    homes,
                    probes,
                    ends[part],
                    ends[part + 1],
                    *self._hits[part],
                )
            )

        def insert(owner: int, _: int) -> None:
            for found, (left, right, values) in zip(counts, self._hits, strict=True):
                _insert(
                    left, right, values, found, self._keys, self._counts, self._limits,
                    self._keep, owner, workers,
                )  # fmt: skip

        counts = in_parts(search, workers, workers)
        in_parts(insert, workers, workers)

    def finished(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the candidates (n, 2 keep), those kept first and by face, and how many (n,)."""

        def finish(begin: int, end: int) -> None:
            _finish(self._keys, self._counts, self._keep, begin, end)

        in_parts(finish, len(self._keys))
        return self._keys, self._counts

    def _make_room(self, size: int, workers: int) -> None:
        if not self._hits or len(self._hits[0][0]) < size:
            self._hits = [
                (np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.float32))
                for _ in range(workers)
            ]


def both_ways(
    keys: NDArray[np.int64], counts: NDArray[np.int32], names: NDArray[np.int32], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return the pairs of which one face lists the other, in both directions.

    Args:
        keys: As `Shortlists.finished` returns them.
        counts: (n,) likewise.
        names: (n,) what the faces are called in the answer, all numbers below n.
        most: A face in more pairs keeps so many, the nearest.

    Returns:
        Where each face's pairs begin (n + 1,) int64, and the other face (p,) int32, ascending, and
        the distance (p,) float32.
    """
    n, workers = len(keys), threads()
    sizes = counts.astype(np.int64)

    def extra(owner: int, _: int) -> None:
        _count_extra(keys, counts, sizes, owner, workers)

    in_parts(extra, workers, workers)
    starts = offsets(sizes)
    pairs = np.empty(starts[-1], np.int64)
    free = starts[:-1].copy()

    def fill(owner: int, _: int) -> None:
        _fill(keys, counts, pairs, free, owner, workers)

    in_parts(fill, workers, workers)
    worst = np.full(n, np.iinfo(np.int64).max)
    for row in np.flatnonzero(sizes > most).tolist():
        worst[row] = np.partition(pairs[starts[row] : starts[row + 1]], most - 1)[most - 1]
    kept = np.empty(n, np.int64)

    def prune(begin: int, end: int) -> None:
        _prune(pairs, starts, worst, kept, begin, end)

    in_parts(prune, n)
    place = np.empty(n, np.int32)
    place[names] = np.arange(n, dtype=np.int32)
    ends = offsets(kept[place])
    faces, distances = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.float32)

    def write(begin: int, end: int) -> None:
        _write(pairs, starts, kept, names, place, ends, faces, distances, begin, end)

    in_parts(write, n)
    return ends, faces, distances


@kernel
def _key(product, face):  # type: ignore[no-untyped-def]
    squared = min(max(2.0 - 2.0 * product, 0.0), 3.999)
    return (np.int64(squared * STEPS) << 32) | np.int64(face)


@kernel
def _search(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912
    products, rows, columns, limits, photos, copy, homes, probes, begin, end, left, right, values
):
    """Write down the candidates of some rows, return how many."""
    count = 0
    width = len(columns)
    floor = np.float32(2)
    for b in range(width):
        floor = min(floor, limits[columns[b]])
    for a in range(begin, end):
        i = rows[a]
        low = min(limits[i], floor)
        for start in range(0, width, CHUNK):
            stop = min(start + CHUNK, width)
            some = 0
            for b in range(start, stop):
                some += products[a, b] > low
            if some == 0:
                continue
            for b in range(start, stop):
                value = products[a, b]
                if value <= low:
                    continue
                j = columns[b]
                if value <= limits[i] and value <= limits[j]:
                    continue
                if photos[i] == photos[j] and value < copy:
                    continue
                if len(homes) == 0:
                    if j <= i:
                        continue
                elif i >= j:
                    found = i == j
                    for probe in range(probes.shape[1]):
                        found = found or probes[j, probe] == homes[i]
                    if found:
                        continue
                left[count] = i
                right[count] = j
                values[count] = value
                count += 1
    return count


@kernel
def _insert(  # type: ignore[no-untyped-def]
    left, right, values, found, keys, counts, limits, keep, owner, owners
):
    """Give candidates to those of their faces that belong to this owner."""
    for at in range(found):
        for side in range(2):
            i, j = left[at], right[at]
            if side == 1:
                i, j = j, i
            if i % owners != owner or values[at] <= limits[i]:
                continue
            keys[i, counts[i]] = _key(values[at], j)
            counts[i] += 1
            if counts[i] == keys.shape[1]:
                _select(keys[i], keep, counts[i])
                worst = keys[i, 0]
                for b in range(keep):
                    worst = max(worst, keys[i, b])
                counts[i] = keep
                limits[i] = 1 - (worst >> 32) / STEPS / 2


@kernel
def _select(values, keep, size):  # type: ignore[no-untyped-def]
    """Move the *keep* smallest of the first *size* numbers to the front (Hoare's quickselect)."""
    low, high = 0, size - 1
    while low < high:
        pivot = values[(low + high) // 2]
        a, b = low, high
        while a <= b:
            while values[a] < pivot:
                a += 1
            while values[b] > pivot:
                b -= 1
            if a <= b:
                values[a], values[b] = values[b], values[a]
                a += 1
                b -= 1
        if keep - 1 <= b:
            high = b
        elif keep - 1 >= a:
            low = a
        else:
            return


@kernel
def _sort(values, size):  # type: ignore[no-untyped-def]
    """Sort the first *size* numbers by their lower half (heapsort)."""
    mask = np.int64(0xFFFFFFFF)
    for begin in range(size // 2 - 1, -1, -1):
        _sink(values, begin, size, mask)
    for end in range(size - 1, 0, -1):
        values[0], values[end] = values[end], values[0]
        _sink(values, 0, end, mask)


@kernel
def _sink(values, root, size, mask):  # type: ignore[no-untyped-def]
    while True:
        child = 2 * root + 1
        if child >= size:
            return
        if child + 1 < size and values[child + 1] & mask > values[child] & mask:
            child += 1
        if values[root] & mask >= values[child] & mask:
            return
        values[root], values[child] = values[child], values[root]
        root = child


@kernel
def _finish(keys, counts, keep, begin, end):  # type: ignore[no-untyped-def]
    for i in range(begin, end):
        if counts[i] > keep:
            _select(keys[i], keep, counts[i])
            counts[i] = keep
        _sort(keys[i], counts[i])


@kernel
def _lists(keys, counts, i, j):  # type: ignore[no-untyped-def]
    """Whether i lists j (its candidates are sorted by face)."""
    mask = np.int64(0xFFFFFFFF)
    low, high = 0, counts[i]
    while low < high:
        middle = (low + high) // 2
        if keys[i, middle] & mask < j:
            low = middle + 1
        else:
            high = middle
    return low < counts[i] and keys[i, low] & mask == j


@kernel
def _count_extra(keys, counts, sizes, owner, owners):  # type: ignore[no-untyped-def]
    mask = np.int64(0xFFFFFFFF)
    for i in range(len(keys)):
        for a in range(counts[i]):
            j = keys[i, a] & mask
            if j % owners == owner and not _lists(keys, counts, j, i):
                sizes[j] += 1


@kernel
def _fill(keys, counts, pairs, free, owner, owners):  # type: ignore[no-untyped-def]
    mask = np.int64(0xFFFFFFFF)
    for i in range(len(keys)):
        for a in range(counts[i]):
            j = keys[i, a] & mask
            if i % owners == owner:
                pairs[free[i]] = keys[i, a]
                free[i] += 1
            if j % owners == owner and not _lists(keys, counts, j, i):
                pairs[free[j]] = (keys[i, a] & ~mask) | i
                free[j] += 1


@kernel
def _prune(pairs, starts, worst, kept, begin, end):  # type: ignore[no-untyped-def]
    """Move the pairs that both faces keep to the front of each row."""
    mask = np.int64(0xFFFFFFFF)
    for i in range(begin, end):
        free = starts[i]
        for at in range(starts[i], starts[i + 1]):
            j = pairs[at] & mask
            if pairs[at] <= worst[i] and ((pairs[at] & ~mask) | i) <= worst[j]:
                pairs[free] = pairs[at]
                free += 1
        kept[i] = free - starts[i]


@kernel
def _write(  # type: ignore[no-untyped-def]
    pairs, starts, kept, names, place, ends, faces, distances, begin, end
):
    mask = np.int64(0xFFFFFFFF)
    for name in range(begin, end):
        i = place[name]
        row = pairs[starts[i] : starts[i] + kept[i]]
        for at in range(len(row)):
            row[at] = (row[at] & ~mask) | names[row[at] & mask]
        _sort(row, len(row))
        for at in range(len(row)):
            faces[ends[name] + at] = row[at] & mask
            distances[ends[name] + at] = np.sqrt((row[at] >> 32) / STEPS)
