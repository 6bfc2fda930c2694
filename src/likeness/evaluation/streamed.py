"""All pairs of many faces, counted tile by tile: the matrix of distances is never held.

Distances are counted in `BINS` bins of equal width over the range of the metric; a pair counts as
if its distance were the upper end of its bin. So a threshold is off by at most a bin's width (range
/ 2**20, such as 2e-6 for cosine), rates at the ends of bins are exact, and the AUC is off by at
most half the chance that a pair of the same person and one of different people share a bin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.folds import Judged
from likeness.evaluation.metrics import Metric, block, scale
from likeness.evaluation.mistakes import Worst
from likeness.evaluation.tally import Tally, accumulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 2**20
WIDE = 2**4  # thresholds of folds are fitted on bins so many times as wide
TILE = 1024  # faces on each side: a million pairs, some 50 MB of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Faces whose pairs are counted, ordered by fold and person."""

    metric: Metric
    vectors: NDArray[np.float32]  # (n, d), unit length
    norms: NDArray[np.float32]  # (n,)
    people: NDArray[np.intp]  # (n,)
    folds: NDArray[np.intp]  # (n,)
    groups: NDArray[np.intp]  # (n,) whom the person is left out with
    rows: NDArray[np.intp]  # (n,) of the faces before they were ordered

    @property
    def width(self) -> float:
        """Width of a bin."""
        high = scale(self.metric).high
        if high is None:
            high = max(2 * float(self.norms.max()) * (1 + 1e-6), 1e-9)
        return high / BINS


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pairs of a tile that are all of the same person, or all of different people."""

    same: bool
    left: NDArray[np.intp]  # broadcasts with the distances
    right: NDArray[np.intp]
    distances: NDArray[np.float32]
    folds: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How many pairs there are by distance, and between which folds."""

    values: NDArray[np.float64]  # (BINS,) upper ends
    same: NDArray[np.float64]  # (BINS,)
    different: NDArray[np.float64]  # (BINS,)
    between_same: NDArray[np.float64]  # (f, f, BINS // WIDE), the lower fold first
    between_different: NDArray[np.float64]  # (f, f, BINS // WIDE)

    def training(
        self,
    ) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]]:
        """Yield the pairs outside each fold, as for `folds.fitted_thresholds`."""
        count = len(self.between_same)
        for fold in range(count):
            others = np.delete(np.arange(count), fold)
            chosen = np.ix_(others, others)
            yield (
                self.values[WIDE - 1 :: WIDE],
                self.between_same[chosen].sum(axis=(0, 1)),
                self.between_different[chosen].sum(axis=(0, 1)),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the second look at all pairs gives."""

    tally: Tally
    judged: Judged
    closest_different: Worst
    farthest_same: Worst


def crowd(
    metric: Metric,
    vectors: NDArray[np.float32],
    norms: NDArray[np.float32],
    people: NDArray[np.intp],
    *,
    folds: NDArray[np.intp],
    groups: NDArray[np.intp],
) -> Crowd:
    """Return the faces in the order that keeps the same person within few tiles."""
    rows = np.lexsort((people, folds))
    return Crowd(
        metric=metric,
        vectors=np.ascontiguousarray(vectors[rows]),
        norms=norms[rows],
        people=people[rows],
        folds=folds[rows],
        groups=groups[rows],
        rows=rows,
    )


def histogram(faces: Crowd) -> Histogram:
    """Return the distances of all pairs, counted."""
    count = int(faces.folds.max()) + 1
    totals = {kind: np.zeros(BINS) for kind in (False, True)}
    between = {kind: np.zeros((count, count, BINS // WIDE)) for kind in (False, True)}
    for part in _parts(faces):
        counts = np.bincount(_codes(faces, part.distances).ravel(), minlength=BINS)
        totals[part.same] += counts
        between[part.same][part.folds] += counts.reshape(-1, WIDE).sum(axis=1)
    return Histogram(
        values=np.arange(1, BINS + 1, dtype=np.float64) * faces.width,
        same=totals[True],
        different=totals[False],
        between_same=between[True],
        between_different=between[False],
    )


def count(
    faces: Crowd, thresholds: NDArray[np.float64], fitted: tuple[float | None, ...]
) -> Counted:
    """Return the pairs counted by person, tested within folds, and the most misleading ones.

    Args:
        faces: As for `histogram`.
        thresholds: (t,) as of `tally.grid`.
        fitted: The threshold of each fold.
    """
    size, width = int(faces.groups.max()) + 1, len(thresholds)
    ends = np.arange(1, BINS + 1, dtype=np.float64) * faces.width
    bins = np.searchsorted(thresholds, ends - faces.width / 2, "left").clip(0, width - 1)
    own, others, within = np.zeros(size * width), np.zeros(size * width), np.zeros(width)
    judges = _Judges(faces.groups, size)
    worst = {True: Worst(faces.people, farthest=True), False: Worst(faces.people, farthest=False)}
    for part in _parts(faces):
        places = bins[_codes(faces, part.distances)]
        left, right = faces.groups[part.left], faces.groups[part.right]
        one = np.bincount((left * width + places).ravel(), minlength=size * width)
        if part.same:
            own += one
        else:
            others += one
            others += np.bincount((right * width + places).ravel(), minlength=size * width)
            twice = np.broadcast_to(left == right, places.shape)
            if twice.any():
                both = np.bincount(places[twice], minlength=width)
                within += both
                twice_left = np.broadcast_to(left, places.shape)[twice]
                others -= np.bincount(twice_left * width + places[twice], minlength=size * width)
        judges.add(part, fitted)
        worst[part.same].add(part.left, part.right, part.distances)
    shape = size, width
    return Counted(
        tally=accumulate(thresholds, own.reshape(shape), others.reshape(shape), within),
        judged=judges.result(),
        closest_different=worst[False],
        farthest_same=worst[True],
    )


class _Judges:
    """Decisions within folds, by group of people."""

    def __init__(self, groups: NDArray[np.intp], size: int) -> None:
        self._groups, self._size = groups, size
        self._totals = {kind: np.zeros(2) for kind in (False, True)}
        self._by_group = {kind: np.zeros((size, 2)) for kind in (False, True)}

    def add(self, part: Part, fitted: tuple[float | None, ...]) -> None:
        one, other = part.folds
        threshold = fitted[one]
        if one != other or threshold is None:
            return
        accepted = part.distances <= threshold
        left = np.broadcast_to(self._groups[part.left], accepted.shape)
        right = np.broadcast_to(self._groups[part.right], accepted.shape)
        for column, chosen in ((0, accepted), (1, np.ones_like(accepted))):
            self._totals[part.same][column] += chosen.sum()
            counts = self._by_group[part.same][:, column]
            counts += np.bincount(left[chosen], minlength=self._size)
            if not part.same:
                mixed = chosen & (left != right)
                counts += np.bincount(right[mixed], minlength=self._size)

    def result(self) -> Judged:
        return Judged(
            same=self._totals[True],
            different=self._totals[False],
            own=self._by_group[True],
            others=self._by_group[False],
        )


def _codes(faces: Crowd, distances: NDArray[np.float32]) -> NDArray[np.intp]:
    return np.minimum((distances * np.float32(1 / faces.width)).astype(np.intp), BINS - 1)


def _parts(faces: Crowd) -> Iterator[Part]:
    """Yield all pairs once, left before right; a tile lies between two folds."""
    spans = list(_spans(faces.folds))
    for i, (start, stop) in enumerate(spans):
        for first, last in spans[i:]:
            yield from _tile(faces, np.arange(start, stop), np.arange(first, last))


def _tile(faces: Crowd, left: NDArray[np.intp], right: NDArray[np.intp]) -> Iterator[Part]:
    distances = block(
        faces.metric,
        faces.vectors[left],
        faces.norms[left],
        faces.vectors[right],
        faces.norms[right],
    )
    folds = int(faces.folds[left[0]]), int(faces.folds[right[0]])
    if folds[0] != folds[1] or faces.people[left[-1]] < faces.people[right[0]]:
        yield Part(same=False, left=left[:, None], right=right, distances=distances, folds=folds)
        return
    kept = left[:, None] < right
    equal = faces.people[left][:, None] == faces.people[right]
    for same in (True, False):
        rows, columns = np.nonzero(kept & (equal == same))
        if len(rows):
            yield Part(
                same=same,
                left=left[rows],
                right=right[columns],
                distances=distances[rows, columns],
                folds=folds,
            )


def _spans(folds: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield ranges of at most TILE rows of one fold each."""
    ends = [*(np.flatnonzero(np.diff(folds)) + 1).tolist(), len(folds)]
    start = 0
    for end in ends:
        for first in range(start, end, TILE):
            yield first, min(first + TILE, end)
        start = end
