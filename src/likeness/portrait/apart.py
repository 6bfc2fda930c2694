"""How far two sets of faces are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

LEFT_OUT = 1000  # times at most that a jackknife leaves somebody out; beyond, several at once
MANY = 6  # voters from which on no single one may decide whether there is a distance
NOTHING = 1e-12  # a vector this short has no direction


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two sets are apart."""

    distance: float  # 1 - cosine of their means, [0, 2]
    corrected: float | None  # without what chance adds: around 0 if both show the same population
    error: float | None  # standard error of the corrected distance


def apart(
    one: Floats,
    other: Floats,
    *,
    voters: tuple[Sequence[object], Sequence[object]] | None = None,
) -> Apart:
    """Return how far the means of two sets are apart, and how sure that is.

    Means of few faces lie apart by chance alone. The corrected distance compares the mean
    similarity of different voters between the sets with that within each, which chance does not
    change on average; it may come out a little below zero. Its standard error leaves out each voter
    once with all that is theirs in both sets (the jackknife: Tukey 1958), since photos of one
    person are no independent draws.

    Args:
        one: Unit vectors, (n, d), n at least 1.
        other: Likewise, (m, d).
        voters: Who each member of both sets is; somebody may be in both. By default each one is
            somebody else, which is right for two sets of one person.

    Returns:
        No corrected distance where a set rests on one voter, or where its voters have too little in
        common; no error where leaving somebody out would lead there.
    """
    given = voters or (range(len(one)), range(len(one), len(one) + len(other)))
    first, second = _by_voter(one, other, given)
    distances = _corrected(first, second)
    whole, left = float(distances[0]), distances[1:]
    steady = bool(np.isfinite(left).all())
    variance = (len(left) - 1) / len(left) * float(((left - left.mean()) ** 2).sum())
    return Apart(
        distance=1 - _cosine(first[0].sum(axis=0), second[0].sum(axis=0)),
        corrected=whole if np.isfinite(whole) and (steady or len(left) <= MANY) else None,
        error=float(np.sqrt(variance)) if np.isfinite(whole) and steady else None,
    )


Sums = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Of each voter in one set: the sum of vectors, (g, d), and how many there are, (g,)."""


def _by_voter(
    one: Floats, other: Floats, voters: tuple[Sequence[object], Sequence[object]]
) -> tuple[Sums, Sums]:
    rows = {who: row for row, who in enumerate(dict.fromkeys([*voters[0], *voters[1]]))}
    groups = min(len(rows), LEFT_OUT)

    def summed(vectors: Floats, theirs: Sequence[object]) -> Sums:
        row = np.array([rows[who] % groups for who in theirs])
        sums = np.zeros((groups, vectors.shape[1]))
        np.add.at(sums, row, vectors)
        return sums, np.bincount(row, minlength=groups).astype(np.float64)

    return summed(one, voters[0]), summed(other, voters[1])


def _corrected(one: Sums, other: Sums) -> NDArray[np.float64]:
    """Return the corrected distance, then those without each voter, (1 + g,); NaN: unknown.

    It is 1 - b / sqrt(w v), of the mean similarity b between the sets, w and v within them: the
    cosine of two means of whole populations, as these means' products are what b, w and v estimate.
    """
    within, there = _alike(one, one), _alike(other, other)
    both = np.where((within > 0) & (there > 0), within * there, np.nan)
    return np.asarray(1 - _alike(one, other) / np.sqrt(both))


def _alike(one: Sums, other: Sums) -> NDArray[np.float64]:
    """Return the mean similarity of members of different voters, whole and without each voter."""
    products = _between_voters(one[0], other[0])
    pairs = _between_voters(one[1][:, None], other[1][:, None])
    unknown = np.full(len(products), np.nan)
    return np.asarray(np.divide(products, pairs, out=unknown, where=pairs > 0.5))


def _between_voters(one: Floats, other: Floats) -> NDArray[np.float64]:
    """Return the sum over pairs of different rows of their products, whole and without each row."""
    own = (one * other).sum(axis=1)
    nobody = np.zeros((1, one.shape[1]))
    here = one.sum(axis=0) - np.vstack([nobody, one])
    there = other.sum(axis=0) - np.vstack([nobody, other])
    return np.asarray((here * there).sum(axis=1) - (own.sum() - np.concatenate([[0.0], own])))


def _cosine(one: Floats, other: Floats) -> float:
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.clip(one @ other / length, -1, 1)) if length > NOTHING else 0.0
