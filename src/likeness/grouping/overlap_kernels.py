"""Probabilities and overlaps of a neighbour graph, row by row: compiled."""

# ruff: noqa: PLR0917 - numba calls its functions by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.compiled import in_parts, kernel, offsets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Starts = NDArray[np.int64]
    Faces = NDArray[np.int32]
    Values = NDArray[np.float32]


def chances(
    graph: tuple[Starts, Faces, Values],
    photos: NDArray[np.intp],
    shape: tuple[float, float, float, float, float],
) -> Values:
    """Return (p,) float32 the probability of each pair, 0 where it is too small.

    Args:
        graph: Where the pairs of each face begin, the other faces, ascending, and the distances.
        photos: (n,) the photo of each face.
        shape: The strictness; the distance from which on pairs have no odds; the least
            probability; and of a strictness of 1 the distance at which it is a half, and how
            quickly it changes.
    """
    starts, faces, distances = graph
    _, numbers, counts = np.unique(photos, return_inverse=True, return_counts=True)
    codes = numbers.reshape(-1).astype(np.int32)
    shared = counts[codes] > 1
    odds = np.empty(len(faces), np.float32)
    strictness, most, least, even, softness = shape

    def weigh(begin: int, end: int) -> None:
        _odds(starts, distances, odds, strictness, most, even, softness, begin, end)

    in_parts(weigh, len(shared))
    found = np.empty(len(faces), np.float32)

    def compete(begin: int, end: int) -> None:
        _chances(starts, faces, odds, codes, shared, least, found, begin, end)

    in_parts(compete, len(shared))
    return found


def without_zeros(starts: Starts, faces: Faces, values: Values) -> tuple[Starts, Faces, Values]:
    """Return the same pairs without those whose value is 0."""
    counts = np.empty(len(starts) - 1, np.int64)

    def count(begin: int, end: int) -> None:
        _count(starts, values, counts, begin, end)

    in_parts(count, len(counts))
    ends = offsets(counts)
    kept, held = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.float32)

    def move(begin: int, end: int) -> None:
        _move(starts, faces, values, ends, kept, held, begin, end)

    in_parts(move, len(counts))
    return ends, kept, held


def overlaps(
    starts: Starts, faces: Faces, values: Values, weights: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Return (p,) int32 the overlap of each pair in billionths; see `communities.overlaps`."""
    n = len(starts) - 1
    lengths = np.empty(n)

    def measure(begin: int, end: int) -> None:
        _lengths(starts, faces, values, weights, lengths, begin, end)

    in_parts(measure, n)
    found = np.empty(len(faces), np.int32)

    def merge(begin: int, end: int) -> None:
        _overlaps(starts, faces, values, weights, lengths, found, begin, end)

    in_parts(merge, n)
    return found


@kernel
def _odds(
    starts: Starts,
    distances: Values,
    odds: Values,
    strictness: float,
    most: float,
    even: float,
    softness: float,
    begin: int,
    end: int,
) -> None:
    for at in range(starts[begin], starts[end]):
        distance = np.float64(distances[at])
        odds[at] = 0
        if distance < most:
            # Beyond e^60 a probability is 1 in any case, and float32 has no larger numbers.
            odds[at] = np.exp(min((even - distance / strictness) / softness, 60.0))


@kernel
def _place(starts: Starts, faces: Faces, i: int, j: int) -> int:
    """Return where row i lists j."""
    low, high = starts[i], starts[i + 1]
    while low < high:
        middle = (low + high) // 2
        if faces[middle] < j:
            low = middle + 1
        else:
            high = middle
    return int(low)


@kernel
def _others(starts: Starts, faces: Faces, odds: Values, codes: Faces, i: int, j: int) -> float:
    """Return the odds that i is another face of the photo of j."""
    total = 0.0
    for at in range(starts[i], starts[i + 1]):
        if codes[faces[at]] == codes[j] and faces[at] != j:
            total += odds[at]
    return total


@kernel
def _chances(
    starts: Starts,
    faces: Faces,
    odds: Values,
    codes: Faces,
    shared: NDArray[np.bool_],
    least: float,
    found: Values,
    begin: int,
    end: int,
) -> None:
    for i in range(begin, end):
        for at in range(starts[i], starts[i + 1]):
            found[at] = 0
            own = np.float64(odds[at])
            if own < least:  # the probability is never more than the odds
                continue
            j = faces[at]
            there = _others(starts, faces, odds, codes, i, j) if shared[j] else 0.0
            back = _others(starts, faces, odds, codes, j, i) if shared[i] else 0.0
            chance = own / (1 + own + (there + back))
            if chance >= least:
                found[at] = chance


@kernel
def _count(starts: Starts, values: Values, counts: Starts, begin: int, end: int) -> None:
    for i in range(begin, end):
        count = 0
        for at in range(starts[i], starts[i + 1]):
            count += values[at] > 0
        counts[i] = count


@kernel
def _move(
    starts: Starts,
    faces: Faces,
    values: Values,
    ends: Starts,
    kept: Faces,
    held: Values,
    begin: int,
    end: int,
) -> None:
    for i in range(begin, end):
        free = ends[i]
        for at in range(starts[i], starts[i + 1]):
            if values[at] > 0:
                kept[free] = faces[at]
                held[free] = values[at]
                free += 1


@kernel
def _lengths(
    starts: Starts,
    faces: Faces,
    values: Values,
    weights: NDArray[np.float64],
    lengths: NDArray[np.float64],
    begin: int,
    end: int,
) -> None:
    for i in range(begin, end):
        total = 1.0
        for at in range(starts[i], starts[i + 1]):
            total += weights[faces[at]] * np.float64(values[at]) * np.float64(values[at])
        lengths[i] = total


@kernel
def _overlaps(
    starts: Starts,
    faces: Faces,
    values: Values,
    weights: NDArray[np.float64],
    lengths: NDArray[np.float64],
    found: NDArray[np.int32],
    begin: int,
    end: int,
) -> None:
    """Compute each pair where its smaller face stands, and write it down in both places."""
    for i in range(begin, end):
        for at in range(starts[i], starts[i + 1]):
            j = faces[at]
            if j <= i:
                continue
            shared = 0.0
            a, b = starts[i], starts[j]
            while a < starts[i + 1] and b < starts[j + 1]:
                one, other = faces[a], faces[b]
                if one == other:
                    shared += weights[one] * np.float64(values[a]) * np.float64(values[b])
                a += one <= other
                b += other <= one
            chance = np.float64(values[at])
            # Terms of i and j themselves: 1 * p + p * 1; and full weight in both lengths.
            top = shared + 2 * chance
            bottom = lengths[i] + lengths[j] - top
            bottom += chance * chance * (2 - weights[i] - weights[j])
            value = np.int32(np.floor(top / bottom * 1e9 + 0.5))
            found[at] = value
            found[_place(starts, faces, j, i)] = value
