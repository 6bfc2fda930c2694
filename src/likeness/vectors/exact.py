"""The most alike of many vectors, exactly: as in float64, at the cost of float32.

A product of two unit vectors in float32 differs from their cosine by less than a margin that can be
proven. So products choose candidates, candidates are compared in float64, and rows where a vector
that is no candidate might still belong among the nearest are looked through again, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.nearest import BLOCK_ELEMENTS, nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]
    Real = NDArray[np.float64]

DECIMALS = 6
"""Of a cosine: what is further behind is noise of the vectors, which are float32."""

LAST_DECIMAL = 0.51e-6  # what rounding changes, and a little more

SPARE = 8  # candidates beyond those asked for: few rows have more that are as alike
GATHERED_ELEMENTS = 2_000_000  # of vectors in float64 at a time: 16 MB
HELD = 4  # times as many pairs as are asked for are held before the weakest are dropped
HALF_ULP = 2.0**-24  # of float32: the relative error of one rounding


class Cosines:
    """The cosines between the rows of one matrix, rounded to `DECIMALS`, ties by row.

    A cosine depends on its two rows alone, not on what else is compared with them or in which
    blocks, and is the same from either side. A row of zeros has the cosine 0 to everything.
    """

    def __init__(self, vectors: NDArray[np.float32] | NDArray[np.float64]) -> None:
        """Take vectors, float32 or float64 (n, d). They need not have unit length."""
        self._vectors = vectors
        self._lengths = _lengths(vectors)
        self._single = _single(vectors, self._lengths)
        self._margin = _margin(self._single)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._vectors)

    def between(self, one: Rows, other: Rows) -> Real:
        """Return the cosines (m,) of pairs of rows (m,), in [-1, 1]."""
        found = np.empty(len(one), np.float64)
        step = max(1, GATHERED_ELEMENTS // max(1, self._vectors.shape[1]))
        for start in range(0, len(one), step):
            block = slice(start, start + step)
            mine = self._vectors[one[block]].astype(np.float64)
            theirs = self._vectors[other[block]].astype(np.float64)
            # Products along each row are summed alike however many rows there are, and a product
            # of two lengths is the same either way round: so is the cosine.
            products = np.einsum("ij,ij->i", mine, theirs)
            lengths = self._lengths[one[block]] * self._lengths[other[block]]
            found[block] = np.divide(
                products, lengths, out=np.zeros_like(products), where=lengths > 0
            )
        rounded: Real = np.round(found, DECIMALS).clip(-1, 1) + 0.0  # no zero below zero
        return rounded

    def nearest(self, rows: Rows, k: int) -> tuple[Rows, Real]:
        """Return the *k* rows (m, k) most alike to each of *rows* (m,), and their cosines (m, k).

        Without the row itself; the most alike first, ties by row. All others where there are fewer
        than *k*.
        """
        k = min(k, len(self) - 1)
        if k <= 0 or not len(rows):
            return np.empty((len(rows), 0), np.intp), np.empty((len(rows), 0), np.float64)
        candidates, products = nearest(self._single[rows], self._single, k + 1 + SPARE)
        found, cosines = self._best(rows, candidates, k)
        # What is no candidate has at most the smallest product of a candidate.
        if candidates.shape[1] < len(self):
            unclear = products[:, -1].astype(np.float64) + self._margin >= cosines[:, -1]
            for at in np.flatnonzero(unclear).tolist():
                found[at], cosines[at] = self._whole(int(rows[at]), k)
        return found, cosines

    def above(self, rows: Rows, among: Rows, least: Real) -> Iterator[tuple[Rows, Rows, Real]]:
        """Yield the pairs of one of *rows* (n,) and one of *among* (m,) that are alike enough.

        Args:
            rows: Rows of the matrix.
            among: Rows of the matrix, too; a row is not paired with itself.
            least: (n,) the cosine that a pair with each of *rows* must have.

        Yields:
            Pairs as two arrays (p,), and their cosines (p,), block by block in the order of
            *rows*, then *among*.
        """
        theirs = self._single[among]
        step = max(1, BLOCK_ELEMENTS // max(1, len(among)))
        for start in range(0, len(rows), step):
            block = slice(start, start + step)
            matrix = self._single[rows[block]] @ theirs.T
            at, other = np.nonzero(matrix >= _below(least[block] - self._margin)[:, None])
            mine, hits = rows[block][at], among[other]
            apart = mine != hits
            mine, hits, at = mine[apart], hits[apart], at[apart]
            cosines = self.between(mine, hits)
            kept = cosines >= least[block][at]
            yield mine[kept], hits[kept], cosines[kept]

    def strongest(self, rows: Rows, minimum: float, most: int) -> tuple[Rows, Rows, Real]:
        """Return the most alike pairs among *rows*.

        Args:
            rows: (n,) ascending.
            minimum: The least cosine of a pair.
            most: So many pairs at most; ties by the first row, then the second.

        Returns:
            Pairs as two arrays (p,), the smaller row first, and their cosines (p,), the most alike
            first.
        """
        held = _Strongest(most)
        step = max(1, BLOCK_ELEMENTS // max(1, len(rows)))
        for start in range(0, len(rows) if most > 0 else 0, step):
            some, rest = rows[start : start + step], rows[start:]
            matrix = self._single[some] @ self._single[rest].T
            at, other = np.nonzero(matrix >= _below(max(minimum, held.least) - self._margin))
            products = matrix[at, other]
            upper = some[at] < rest[other]
            if np.count_nonzero(upper) > most:  # this block alone has so many that are better
                last = np.partition(products[upper], -most)[-most]
                upper &= products >= _below(float(last) - 2 * self._margin)
            one, two = some[at[upper]], rest[other[upper]]
            cosines = self.between(one, two)
            kept = cosines >= minimum
            held.add(one[kept], two[kept], cosines[kept])
        return held.ended()

    def _best(self, rows: Rows, candidates: Rows, k: int) -> tuple[Rows, Real]:
        """Return the *k* best of some candidates (m, c) for each of *rows*, without itself."""
        width = candidates.shape[1]
        cosines = self.between(np.repeat(rows, width), candidates.ravel()).reshape(-1, width)
        cosines[candidates == rows[:, None]] = -np.inf
        order = np.lexsort((candidates, -cosines), axis=1)[:, :k]
        return (
            np.take_along_axis(candidates, order, axis=1),
            np.take_along_axis(cosines, order, axis=1),
        )

    def _whole(self, row: int, k: int) -> tuple[Rows, Real]:
        """Return the *k* best for one row, chosen from all that the margin does not rule out."""
        products = (self._single @ self._single[row]).astype(np.float64)
        products[row] = -np.inf
        last = np.partition(products, len(products) - k)[len(products) - k]
        # Those k have cosines of at least `last` less the margin; so must whoever is better.
        candidates = np.flatnonzero(products >= last - 2 * self._margin)
        candidates = candidates[candidates != row]
        cosines = self.between(np.full(len(candidates), row), candidates)
        order = np.lexsort((candidates, -cosines))[:k]
        return candidates[order], cosines[order]


class _Strongest:
    """The most alike of the pairs that were added, and at most a few times as many meanwhile."""

    def __init__(self, most: int) -> None:
        self.least = -np.inf  # a pair that is less alike is none of them
        self._most = most
        self._count = 0
        self._parts: list[tuple[Rows, Rows, Real]] = []

    def add(self, one: Rows, other: Rows, cosines: Real) -> None:
        """Add pairs (p,)."""
        self._parts.append((one, other, cosines))
        self._count += len(one)
        if self._count > HELD * self._most:
            self._parts = [self.ended()]
            self._count = self._most
            self.least = float(self._parts[0][2][-1])

    def ended(self) -> tuple[Rows, Rows, Real]:
        """Return the strongest, the most alike first."""
        none = (np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.float64))
        one, other, cosines = map(np.concatenate, zip(none, *self._parts, strict=True))
        order = np.lexsort((other, one, -cosines))[: self._most]
        return one[order], other[order], cosines[order]


def _below(value: float | Real) -> NDArray[np.float32]:
    """Return *value* in float32, rounded down."""
    return np.nextafter(np.asarray(value, np.float32), np.float32(-np.inf))


def _lengths(vectors: NDArray[np.float32] | NDArray[np.float64]) -> Real:
    """Return the lengths (n,) of vectors, block by block."""
    found = np.empty(len(vectors), np.float64)
    step = max(1, GATHERED_ELEMENTS // max(1, vectors.shape[1]))
    for start in range(0, len(vectors), step):
        block = vectors[start : start + step].astype(np.float64)
        found[start : start + step] = np.sqrt(np.einsum("ij,ij->i", block, block))
    return found


def _single(
    vectors: NDArray[np.float32] | NDArray[np.float64], lengths: Real
) -> NDArray[np.float32]:
    """Return unit vectors in float32: those given, where they are that already."""
    far = np.abs(lengths[lengths > 0] - 1).max(initial=0.0)
    if vectors.dtype == np.float32 and far <= 8 * HALF_ULP:
        return vectors.astype(np.float32, copy=False)
    divisors = np.where(lengths > 0, lengths, 1.0)[:, None]
    unit: NDArray[np.float32] = np.divide(vectors, divisors, dtype=np.float64).astype(np.float32)
    return unit


def _margin(single: NDArray[np.float32]) -> float:
    """Return how far a product of two such vectors can be from their rounded cosine.

    Summing d products in whatever order, fused or not, is off by at most d u / (1 - d u) times the
    product of the lengths (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1),
    with u = 2^-24. Four roundings of u are those of the vectors themselves to float32, and of what
    is too small to be seen here. Then come lengths that are not quite 1, and the last decimal.
    """
    lengths = _lengths(single)
    far = float(np.abs(lengths[lengths > 0] - 1).max(initial=0.0))
    summed = single.shape[1] * HALF_ULP
    inexact = summed / (1 - summed) * (1 + far) ** 2 + 4 * HALF_ULP
    return float(inexact + 2 * far + far**2 + LAST_DECIMAL)
