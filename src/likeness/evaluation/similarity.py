"""Who looks like whom: the mean similarity of every two people.

    matrix = ordered(similarity(faces, "cosine"), by="likeness")
    closest = pairs_of_people(matrix, 10)

A figure is the mean over all pairs of photos, one of each person. With itself a person is compared
over pairs of different photos, so that no photo meets itself.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import intervals
from likeness.evaluation.metrics import distances
from likeness.evaluation.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from likeness.evaluation.faces import LabelledFaces
    from likeness.evaluation.metrics import Metric

Order = Literal["name", "likeness"]

BLOCK = 1_048_576  # distances that are held at once: 8 MiB, a few times over
PAIRS = 16_384  # whose vectors are held at once: 16 MiB for each side at 128 numbers

# A product of matrices loses the digits of a distance that is smaller; it is computed by itself.
NEAR = 0.01

# Sums in another order differ in the last digits; those decide nothing.
DIGITS = 10

LABELS: dict[Metric, str] = {
    "cosine": "mean cosine similarity",
    "euclidean": "mean euclidean distance",
    "euclidean_l2": "mean euclidean distance of unit vectors",
    "angular": "mean angular distance",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityMatrix:
    """How alike every two people are on average, P people."""

    names: tuple[str, ...]  # (P,) of the people with at least one face
    values: NDArray[np.float64]  # (P, P) symmetric; NaN on the diagonal where there is one photo
    counts: NDArray[np.int64]  # (P, P) pairs of photos that a value is the mean of
    metric: Metric
    faceless: tuple[str, ...] = ()  # people without a photo on which a face was found

    @property
    def higher_is_alike(self) -> bool:
        """Whether a high value means alike: similarities; a distance is low for people alike."""
        return bool(self.metric == "cosine")

    @property
    def label(self) -> str:
        """What the values are, for an axis. No metric has a unit."""
        return LABELS[self.metric]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOfPeople:
    """Two different people and how alike they are on average."""

    first: int  # row of the matrix
    second: int  # row of the matrix, after *first*
    names: tuple[str, str]
    value: float
    count: int  # pairs of photos


def similarity(faces: LabelledFaces, metric: Metric) -> SimilarityMatrix:
    """Compare every two people.

    Cosine gives similarities (1 minus the distance) in closed form: the mean product of two sets of
    vectors is the product of their sums over the number of pairs. Other metrics give distances,
    summed block by block in float64. Neither holds an n x n matrix.

    Args:
        faces: n faces of P people; people without a face are left out of the matrix.
        metric: How two faces are compared.

    Raises:
        ValueError: A vector or norm is not a number.
    """
    if not (np.isfinite(faces.vectors).all() and np.isfinite(faces.norms).all()):
        raise ValueError("The vectors hold a value that is not a number.")
    present, rows = np.unique(faces.people, return_inverse=True)
    sizes = np.bincount(rows, minlength=len(present)).astype(np.int64)
    counts = np.multiply.outer(sizes, sizes)
    np.fill_diagonal(counts, sizes * (sizes - 1) // 2)
    if metric == "cosine":
        sums = _sums_of_cosines(faces.vectors, rows, len(present))
    else:
        sums = _sums_of_distances(faces, rows, sizes, metric)
    values = np.full(counts.shape, np.nan)
    np.divide(sums, counts, out=values, where=counts > 0)
    if metric == "cosine":
        values = values.clip(-1, 1)  # unit vectors in float32 are a little longer or shorter
    known = frozenset(present.tolist())
    return SimilarityMatrix(
        names=tuple(faces.names[i] for i in present.tolist()),
        values=values,
        counts=counts,
        metric=metric,
        faceless=tuple(name for i, name in enumerate(faces.names) if i not in known),
    )


def ordered(matrix: SimilarityMatrix, by: Order = "name") -> SimilarityMatrix:
    """Return the matrix with its people in another order.

    "likeness" puts people who are alike beside each other: the leaves of average linkage in the
    order with the least distance between neighbours (Bar-Joseph, Gifford and Jaakkola, Fast optimal
    leaf ordering for hierarchical clustering, 2001). The end with the earlier name comes first, and
    the order does not depend on the one before.

    Raises:
        ValueError: Two different people have no figure, which `similarity` never leaves.
    """
    by_name = np.array(sorted(range(len(matrix.names)), key=matrix.names.__getitem__), np.intp)
    if by == "name" or len(by_name) < 3:
        return _taken(matrix, by_name)
    from scipy.cluster.hierarchy import linkage

    result = _taken(matrix, by_name)
    apart = np.round(_distances(result), DIGITS)
    tree = linkage(apart[np.triu_indices(len(apart), 1)], "average")
    leaves = _leaf_order(apart, tree[:, :2].astype(np.intp))
    return _taken(result, leaves if leaves[0] < leaves[-1] else leaves[::-1])


def pairs_of_people(matrix: SimilarityMatrix, k: int) -> tuple[PairOfPeople, ...]:
    """Return the k most alike pairs of different people, most alike first, ties by name.

    Raises:
        ValueError: Two different people have no figure.
    """
    every = np.round(_distances(matrix), DIGITS)
    every[np.tri(len(every), dtype=np.bool_)] = np.inf  # each pair once, nobody with themselves
    pairs = len(every) * (len(every) - 1) // 2
    if k < 1 or not pairs:
        return ()
    bound = np.partition(every, min(k, pairs) - 1, axis=None)[min(k, pairs) - 1]
    first, second = np.nonzero(every <= bound)
    apart = every[first, second]
    names = np.empty(len(matrix.names), np.intp)
    names[np.argsort(np.array(matrix.names, dtype=object), kind="stable")] = np.arange(len(names))
    early = np.minimum(names[first], names[second])
    late = np.maximum(names[first], names[second])
    best = np.lexsort((late, early, apart))[:k]
    return tuple(
        PairOfPeople(
            first=i,
            second=j,
            names=(matrix.names[i], matrix.names[j]),
            value=float(matrix.values[i, j]),
            count=int(matrix.counts[i, j]),
        )
        for i, j in zip(first[best].tolist(), second[best].tolist(), strict=True)
    )


def to_csv(matrix: SimilarityMatrix) -> str:
    """Return the matrix as CSV (RFC 4180), see `csv_lines`."""
    return "".join(csv_lines(matrix))


def csv_lines(matrix: SimilarityMatrix) -> Iterator[str]:
    """Yield the lines of the matrix as CSV (RFC 4180): names on both edges, six decimals.

    A cell without a figure is empty. A name that a spreadsheet would run as a formula gets an
    apostrophe.
    """
    shown = [harmless(name) for name in matrix.names]
    yield _line(["", *shown])
    for name, row in zip(shown, matrix.values, strict=True):
        cells = ("" if math.isnan(value) else f"{value:.6f}" for value in row.tolist())
        yield _line([name, *cells])


def _line(cells: list[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()


def within_people(matrix: SimilarityMatrix, *, seed: int) -> Estimate:
    """Return the mean of the diagonal over people with two photos or more, with its interval.

    Each person counts alike, however many photos there are.

    Args:
        matrix: Of P people.
        seed: Of the interval, see `jackknife.intervals`.
    """
    own = matrix.values.diagonal()
    own = own[np.isfinite(own)]
    if not len(own):
        return Estimate.missing("Nobody has two photos.")

    def mean(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return _ratio(weights @ own, weights.sum(axis=1))

    return intervals(mean, len(own), seed=seed, unit=False)


def between_people(matrix: SimilarityMatrix, *, seed: int) -> Estimate:
    """Return the mean over pairs of different people, with its interval.

    Each pair of people counts alike, however many photos there are.

    Args:
        matrix: Of P people.
        seed: Of the interval, see `jackknife.intervals`.
    """
    if len(matrix.names) < 2:
        return Estimate.missing("There are no two people.")
    others = matrix.values.copy()
    np.fill_diagonal(others, 0)

    def mean(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.einsum("ij,ij->i", weights @ others, weights)
        return _ratio(sums, weights.sum(axis=1) ** 2 - np.square(weights).sum(axis=1))

    return intervals(mean, len(others), seed=seed, unit=False)


def _ratio(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; NaN where there is nothing to take the mean of."""
    return np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)


def most_photographed(
    matrix: SimilarityMatrix, photos: NDArray[np.intp], most: int
) -> SimilarityMatrix:
    """Return the matrix of at most so many people, of whom there are most photos; ties by name.

    Args:
        matrix: Of P people.
        photos: (P,) how many there are of each.
        most: People; at least 1.
    """
    order = sorted(range(len(photos)), key=lambda row: (-int(photos[row]), matrix.names[row]))
    return _taken(matrix, np.sort(np.array(order[:most], np.intp)))


def _sums_of_cosines(
    vectors: NDArray[np.float32], rows: NDArray[np.intp], people: int
) -> NDArray[np.float64]:
    """Return (P, P) sums of cosines over pairs; on the diagonal over pairs of different faces."""
    exact = vectors.astype(np.float64)
    totals = np.zeros((people, vectors.shape[1]))
    np.add.at(totals, rows, exact)
    sums = totals @ totals.T
    own = np.bincount(rows, weights=np.einsum("ij,ij->i", exact, exact), minlength=people)
    np.fill_diagonal(sums, (sums.diagonal() - own) / 2)
    return (sums + sums.T) / 2


def _sums_of_distances(
    faces: LabelledFaces, rows: NDArray[np.intp], sizes: NDArray[np.int64], metric: Metric
) -> NDArray[np.float64]:
    """Return (P, P) sums of distances over pairs; on the diagonal over pairs of different faces."""
    order = np.argsort(rows, kind="stable")
    compared = _Compared(metric, faces.vectors[order], faces.norms[order])
    owners, starts = rows[order], np.cumsum(sizes) - sizes
    sums = np.zeros((len(sizes), len(sizes)))
    step = max(1, BLOCK // max(len(order), 1))
    for at in range(0, len(order), step):
        # Each pair once: the faces of a block with themselves and with those behind.
        person = owners[at]
        apart = compared.block(at, at + step, starts[person])
        of_people = np.add.reduceat(apart, starts[person:] - starts[person], axis=1)
        np.add.at(sums[:, person:], owners[at : at + step], of_people)
    return sums + np.triu(sums, 1).T


class _Compared:
    """Distances of faces to each other, to 1e-9 of `metrics.distances`."""

    def __init__(
        self, metric: Metric, vectors: NDArray[np.float32], norms: NDArray[np.float32]
    ) -> None:
        self._metric, self._vectors, self._norms = metric, vectors, norms
        exact = vectors.astype(np.float64)
        if metric == "euclidean":
            exact *= norms.astype(np.float64)[:, None]
        self._exact = exact
        self._squares = np.einsum("ij,ij->i", exact, exact)

    def block(self, start: int, stop: int, origin: int) -> NDArray[np.float64]:
        """Return the distances of faces *start* to *stop* (m) to those from *origin* on (m, k).

        A face is 0 apart from itself and from those before it: pairs count once.
        """
        products = self._exact[start:stop] @ self._exact[origin:].T
        apart: NDArray[np.float64]
        if self._metric == "angular":
            apart = np.arccos(products.clip(-1, 1)) / np.pi
        else:
            squares = self._squares[start:stop, None] + self._squares[origin:] - 2 * products
            apart = np.sqrt(np.maximum(squares, 0))
        behind = ~np.tri(len(apart), apart.shape[1], start - origin, dtype=np.bool_)
        apart *= behind
        first, second = np.nonzero(behind & (apart < NEAR))
        for at in range(0, len(first), PAIRS):
            i, j = first[at : at + PAIRS], second[at : at + PAIRS]
            one, other = start + i, origin + j
            apart[i, j] = distances(
                self._metric,
                self._vectors[one],
                self._norms[one],
                self._vectors[other],
                self._norms[other],
            )
        return apart


def _distances(matrix: SimilarityMatrix) -> NDArray[np.float64]:
    """Return (P, P) values of which smaller ones are more alike; the diagonal means nothing."""
    apart = 1 - matrix.values if matrix.higher_is_alike else matrix.values
    if not np.isfinite(apart[~np.eye(len(apart), dtype=bool)]).all():
        raise ValueError("Two different people have no figure: leave out who has no face.")
    return apart


def _leaf_order(apart: NDArray[np.float64], tree: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the order of the leaves in which neighbours are least apart in sum.

    SciPy's own does not find it (github.com/scipy/scipy/issues/11227; 1.17.1 missed it for 38 of
    200 random trees of five leaves).

    Args:
        apart: (n, n) symmetric; the diagonal means nothing.
        tree: (n - 1, 2) of `scipy.cluster.hierarchy.linkage`: the nodes that each merge joins.
    """
    leaves = [np.array([leaf]) for leaf in range(len(apart))]
    # Of each merge: the least sum, by first leaf (of its left node) and last (of its right).
    sums: list[NDArray[np.float64] | None] = [None] * len(apart)
    best = np.zeros((1, 1))
    for left, right in tree.tolist():
        between = apart[np.ix_(leaves[left], leaves[right])]
        best = _least(_least(_both_ways(sums[left]), between), _both_ways(sums[right]))
        sums.append(best)
        leaves.append(np.concatenate([leaves[left], leaves[right]]))
    order: list[int] = []
    first, last = np.unravel_index(int(best.argmin()), best.shape)
    # Nodes still to be laid out, with the first and the last leaf of each.
    ahead = [(len(leaves) - 1, int(leaves[-1][first]), int(leaves[-1][len(best) + last]))]
    while ahead:
        node, start, end = ahead.pop()
        if node < len(apart):
            order.append(node)
            continue
        one, other = tree[node - len(apart)].tolist()
        if start not in leaves[one]:
            one, other = other, one
        before = _both_ways(sums[one])[int(np.flatnonzero(leaves[one] == start)[0])]
        behind = _both_ways(sums[other])[int(np.flatnonzero(leaves[other] == end)[0])]
        whole = before[:, None] + apart[np.ix_(leaves[one], leaves[other])] + behind
        i, j = np.unravel_index(int(whole.argmin()), whole.shape)
        ahead.append((other, int(leaves[other][j]), end))
        ahead.append((one, start, int(leaves[one][i])))
    return np.array(order, np.intp)


def _both_ways(sums: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Return (k, k) sums by first and last leaf, infinite where impossible; None is of a leaf."""
    if sums is None:
        return np.zeros((1, 1))
    left, right = sums.shape
    result = np.full((left + right, left + right), np.inf)
    result[:left, left:] = sums
    result[left:, :left] = sums.T
    return result


def _least(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the product (a, c) of (a, b) and (b, c) with least for sum and sum for product."""
    result = np.full((len(left), right.shape[1]), np.inf)
    step = max(1, BLOCK // max(result.size, 1))
    for at in range(0, len(right), step):
        part = left[:, at : at + step, None] + right[at : at + step]
        np.minimum(result, part.min(axis=1), out=result)
    return result


def _taken(matrix: SimilarityMatrix, rows: NDArray[np.intp]) -> SimilarityMatrix:
    both = np.ix_(rows, rows)
    return SimilarityMatrix(
        names=tuple(matrix.names[i] for i in rows.tolist()),
        values=matrix.values[both],
        counts=matrix.counts[both],
        metric=matrix.metric,
        faceless=matrix.faceless,
    )
