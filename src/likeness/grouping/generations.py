"""A group that is a child and a parent: parted by when its faces were born.

The year in which a photo was taken less the age that a face seems to have is when the face was
born, give or take some years. Of one person these years are one heap; of a child and a parent who
look alike to the network they are two heaps, a generation apart. A group is parted where its years
fall into two heaps (Otsu, "A threshold selection method from gray-level histograms", 1979) and
where the faces of both heaps, which know nothing of years, are farther from each other than within:
two signs that have nothing to do with each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GENERATION = 15.0  # years that the means of both heaps are apart at least

# Share of the variance of the years that lies between the heaps: .64 where one normal heap is cut
# in its middle, .75 where years are spread evenly. Chosen with `APART` on faces of digiface 4000
# to 4002 with drawn years: one person was parted in 0 to .5 % of groups of 4 to 60 faces if ages
# are wrong by 5 years (standard deviation), in 0 to 2.5 % if by 8; two people 30 years apart in
# 95 to 100 % and in 76 to 81 %.
HEAPS = 0.78

# How much farther than within a heap the faces of both are from each other (root mean squares).
APART = 1.06

LEAST = 2  # faces of each heap


def parted(
    roots: NDArray[np.intp],
    vectors: NDArray[np.float32],
    born: NDArray[np.float64],
    fixed: NDArray[np.bool_],
) -> NDArray[np.intp]:
    """Return groups of which none is two generations.

    Args:
        roots: (n,) the smallest face of the group of each face.
        vectors: (n, d), unit length.
        born: (n,) year of birth that each face implies; NaN unknown.
        fixed: (n,) faces that stay together in their group, as humans decided.

    Returns:
        (n,) the smallest face of the group of each face. Faces without a year go with the nearer
        heap; a group whose fixed faces lie in both heaps stays as it is.
    """
    roots = roots.copy()
    for rows in _spread(roots, born):
        older = _heaps(vectors[rows], born[rows])
        if older is None:
            continue
        held = older[fixed[rows]]
        if held.any() and not held.all():
            continue
        for heap in (rows[older], rows[~older]):
            roots[heap] = heap[0]
    return roots


def _spread(roots: NDArray[np.intp], born: NDArray[np.float64]) -> list[NDArray[np.intp]]:
    """Return the rows of each group whose years are a generation apart."""
    dated = np.flatnonzero(~np.isnan(born))
    if not len(dated):
        return []
    names, group = np.unique(roots[dated], return_inverse=True)
    first, last = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    np.minimum.at(first, group, born[dated])
    np.maximum.at(last, group, born[dated])
    enough = (last - first >= GENERATION) & (np.bincount(group) >= 2 * LEAST)
    wanted = np.flatnonzero(np.isin(roots, names[enough]))
    order = wanted[np.argsort(roots[wanted], kind="stable")]
    return [
        rows for rows in np.split(order, np.flatnonzero(np.diff(roots[order])) + 1) if len(rows)
    ]


def _heaps(vectors: NDArray[np.float32], born: NDArray[np.float64]) -> NDArray[np.bool_] | None:
    """Return (m,) which faces of a group are of the older generation; None: it is one person."""
    dated = ~np.isnan(born)
    years = np.sort(born[dated])
    count = np.arange(1, len(years))
    before = np.cumsum(years)[:-1]
    low, high = before / count, (years.sum() - before) / (len(years) - count)
    between = count * (len(years) - count) * (high - low) ** 2 / len(years) ** 2
    between[: LEAST - 1] = between[len(between) - LEAST + 1 :] = -1
    at = int(np.argmax(between))
    if high[at] - low[at] < GENERATION or between[at] < HEAPS * years.var():
        return None
    older = born <= (years[at] + years[at + 1]) / 2
    if not _differ(vectors[dated], older[dated]):
        return None
    means = [vectors[dated & heap].mean(axis=0) for heap in (older, ~older)]
    nearer = vectors @ means[0] > vectors @ means[1]
    generation: NDArray[np.bool_] = np.where(dated, older, nearer)
    return generation


def _differ(vectors: NDArray[np.float32], older: NDArray[np.bool_]) -> bool:
    """Return whether the faces of two heaps are farther from each other than within them."""
    wide = vectors.astype(np.float64)
    sums = [wide[heap].sum(axis=0) for heap in (older, ~older)]
    sizes = [int(heap.sum()) for heap in (older, ~older)]
    inside = sum(float(total @ total) - size for total, size in zip(sums, sizes, strict=True))
    within = 2 - 2 * inside / sum(size * (size - 1) for size in sizes)
    across = 2 - 2 * float(sums[0] @ sums[1]) / (sizes[0] * sizes[1])
    return across > APART**2 * max(within, 0)
