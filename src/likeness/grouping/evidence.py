"""From distances to the probability that two faces are one person, at a given strictness.

Distances are euclidean between unit vectors, stretched around faces whose strangers are known to
be close (`calibration.stretch`). Only pairs that may be one person are kept: everything here is a
list of pairs, never a matrix of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import COPY, distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.linkage import Points

# Where two faces are as likely one person as two, and how quickly that changes with the distance,
# at strictness 1. Source: research on grouping, section 1 of the prototype (the middle of its five
# strictnesses). Nothing was fitted here: `communities` finds the strictness of every library.
EVEN = 0.32
SOFTNESS = 0.025

# Less than this probability counts as none. Source: the same prototype; in large libraries most
# such pairs are chance likenesses that cost time (measured: F of the best strictness is the same).
LEAST = 0.01
LEAST_OF_MANY = 0.05
MANY = 4_000  # faces

# So many pairs of every face are kept at most. Strangers weigh nearly nothing, so it may exceed the
# faces of a person. Source: research, section 2: 64 or more, 32 is too few; small libraries have
# room for all pairs of 1,000 faces.
NEIGHBOURS = 128
ALL_PAIRS = 1_000
BLOCK_ELEMENTS = 16_000_000  # of a matrix of products: 64 MB of float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of faces that are near, in both directions, sorted by left and then by right."""

    faces: int
    left: NDArray[np.intp]  # (p,)
    right: NDArray[np.intp]  # (p,)
    distances: NDArray[np.float64]  # (p,) euclidean, stretched

    def within(self, reach: float) -> Pairs:
        """Return the pairs that are nearer than this."""
        near = self.distances < reach
        return Pairs(
            faces=self.faces,
            left=self.left[near],
            right=self.right[near],
            distances=self.distances[near],
        )


def least_for(faces: int) -> float:
    """Return the probability below which a pair counts as none, in a library of so many faces."""
    return LEAST if faces <= MANY else LEAST_OF_MANY


def reach(strictness: float, least: float = LEAST) -> float:
    """Return the distance beyond which the probability is less than *least*."""
    return strictness * (EVEN + SOFTNESS * float(np.log(1 / least - 1)))


def near_pairs(
    points: Points, photos: NDArray[np.intp], taken: NDArray[np.bool_], most: float
) -> Pairs:
    """Return the pairs of faces that may be one person.

    Two faces of one photo are two people, and so no pair, unless they are copies (nearer than
    `calibration.COPY`).

    Args:
        points: What is grouped.
        photos: (n,) the photo of each face.
        taken: (n,) faces that are looked at; the others are in no pair.
        most: Pairs farther than this, stretched, are left out.

    Returns:
        All of them; but where a face has more than `NEIGHBOURS` with rows after its own, only the
        nearest of these, so that there are never more than `NEIGHBOURS` pairs a face.
    """
    rows = np.flatnonzero(taken)
    n = len(points.vectors)
    # Stretching only moves apart, so that what is too far as it is can be dropped at once.
    line, column, cosines = _nearest_later(points.vectors[rows], 1 - most * most / 2)
    first, second = rows[line], rows[column]
    plain = distances(cosines)
    stretched = plain * np.sqrt(points.stretch[first] * points.stretch[second])
    fits = (stretched < most) & ((photos[first] != photos[second]) | (plain <= COPY))
    first, second, stretched = first[fits], second[fits], stretched[fits]
    left, right = np.concatenate([first, second]), np.concatenate([second, first])
    order = np.lexsort((right, left))
    return Pairs(
        faces=n,
        left=left[order],
        right=right[order],
        distances=np.concatenate([stretched, stretched])[order],
    )


def _nearest_later(
    vectors: NDArray[np.float32], least: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return rows, later rows and their products, of those with a product above *least*.

    Selecting a fixed number costs ten times as much as comparing with a number, so only rows with
    too many are looked through again.
    """
    n = len(vectors)
    keep = NEIGHBOURS if n > ALL_PAIRS else n
    lines, columns = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    products = [np.empty(0, np.float32)]
    start = 0
    while start < n:
        stop = min(n, start + max(1, BLOCK_ELEMENTS // (n - start)))
        block = vectors[start:stop] @ vectors[start:].T
        block[np.tri(*block.shape, dtype=np.bool_)] = -np.inf
        at = np.flatnonzero(block > least)
        line, column = np.divmod(at, block.shape[1])
        product = block.ravel()[at]
        if (np.bincount(line, minlength=1) > keep).any():
            order = np.lexsort((column, -product, line))
            begin = np.searchsorted(line, line)  # of its row, which is sorted already
            best = np.sort(order[np.arange(len(order)) - begin < keep])
            line, column, product = line[best], column[best], product[best]
        lines.append(line + start)
        columns.append(column + start)
        products.append(product)
        start = stop
    return np.concatenate(lines), np.concatenate(columns), np.concatenate(products)


def probabilities(
    pairs: Pairs, photos: NDArray[np.intp], strictness: float, least: float = LEAST
) -> NDArray[np.float64]:
    """Return (p,) the probability that each pair is one person, 0 where it is below *least*.

    A person is at most once in a photo, so the odds that i is j compete with the odds that i is
    another face of the photo of j, and that j is another face of the photo of i.
    Source: research on grouping, section 6 (photo exclusivity).

    Args:
        pairs: In both directions, sorted.
        photos: (n,) the photo of each face.
        strictness: Distances are divided by it: less is stricter.
        least: Smaller probabilities are none.
    """
    odds = np.exp((EVEN - pairs.distances / strictness) / SOFTNESS)
    others = _odds_of_others(pairs, photos, odds)
    back = np.lexsort((pairs.left, pairs.right))  # of each pair, the same one the other way round
    chance: NDArray[np.float64] = odds / (1 + odds + others + others[back])
    chance[chance < least] = 0
    return chance


def _odds_of_others(
    pairs: Pairs, photos: NDArray[np.intp], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (p,) the odds that the left face is another face of the right one's photo."""
    others = np.zeros(len(odds))
    _, photo, count = np.unique(photos, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(count[photo[pairs.right]] > 1)
    if len(shared):
        codes = pairs.left[shared] * len(count) + photo[pairs.right[shared]]
        _, meeting = np.unique(codes, return_inverse=True)
        total = np.bincount(meeting, odds[shared])
        others[shared] = np.maximum(total[meeting] - odds[shared], 0)
    return others
