"""The groups of a library, with what all doubts about them need: how far apart, how many, how good.

Pure: no labels, no files; the same rows give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import distances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

NEAREST = 24  # groups that each group is compared with
NOWHERE = 1.2  # a distance that says: there is nobody near
USUAL_SPREAD = 0.3  # of the faces of a person
WITNESSES = 16  # faces of a side at most that distances are taken of, spread evenly
JUDGES = 1_000  # faces at most whose groups are looked at, spread evenly
MANY_GROUPS = 4_000
BLOCK_ELEMENTS = 8_000_000  # of a matrix of products


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """A library as it is grouped now."""

    vectors: NDArray[np.float32]  # (n, d) unit length
    quality: NDArray[np.float32]  # (n,) [0, 1]
    photos: NDArray[np.intp]  # (n,) number of the photo of each face
    groups: NDArray[np.intp]  # (n,) any number for each group; alone: a group of one
    rungs: NDArray[np.intp]  # (r, n) the same at every strictness; r may be 0
    ladder: NDArray[np.float64]  # (r,) those strictnesses
    strictness: float  # that the groups were made with
    pinned: NDArray[np.bool_] | None = None  # (n,) faces that a human put where they are


class Groups:
    """The groups of a library, and what all their doubts need. Distances are euclidean."""

    def __init__(self, grouped: Grouped) -> None:
        self.library = grouped
        n = len(grouped.vectors)
        _, self.group, self.sizes = np.unique(
            grouped.groups, return_inverse=True, return_counts=True
        )
        self.order = np.argsort(self.group, kind="stable")
        self.begin = np.cumsum(self.sizes) - self.sizes
        self.members = np.split(self.order, self.begin[1:]) if n else []
        sums = np.zeros((len(self.sizes), grouped.vectors.shape[1]), np.float32)
        np.add.at(sums, self.group, grouped.vectors)
        scale = (1 / np.maximum(self.sizes, 1)).astype(np.float32)
        self.means: NDArray[np.float32] = sums * scale[:, None]
        self.qualities = np.bincount(self.group, grouped.quality) / np.maximum(self.sizes, 1)
        judges = sampled(n)
        counts = np.bincount(self.group[judges], minlength=len(self.sizes))
        self.share = counts / max(len(judges), 1)  # (g,) of the sampled faces
        self.sampled = np.flatnonzero(counts)
        self.place = np.full(len(self.sizes), -1, np.intp)
        self.place[self.sampled] = np.arange(len(self.sampled))
        self.near, self.near_distance = self.nearest(
            self.means[self.sampled], self.sampled, NEAREST + 1
        )
        many = self.sizes > 1
        squared = np.einsum("ij,ij->i", sums, sums)[many].astype(np.float64)
        pairs = self.sizes[many] * (self.sizes[many] - 1)
        inner = np.full(len(self.sizes), np.nan)
        inner[many] = distances((squared - self.sizes[many]) / pairs)
        # Of a library where everybody is alone: distances within people are usual ones.
        self.spread = float(np.median(inner[many])) if many.any() else USUAL_SPREAD
        self.inner = np.where(many, inner, self.spread)
        first = self.near_distance[:, 0] if self.near_distance.shape[1] else np.empty(0)
        self.crowd = float(np.median(first)) if len(first) else NOWHERE

    def nearest(
        self, means: NDArray[np.float32], own: NDArray[np.intp], count: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the nearest groups beside its own of each mean, and their distances."""
        keep = max(min(count, len(self.sizes) - 1), 0)
        found = np.empty((len(means), keep), np.intp)
        apart = np.empty(found.shape)
        step = max(1, BLOCK_ELEMENTS // max(len(self.sizes), 1))
        for start in range(0, len(means) if keep else 0, step):
            part = slice(start, start + step)
            cosines = means[part] @ self.means.T
            cosines[np.arange(len(cosines)), own[part]] = -np.inf
            best = np.argpartition(-cosines, keep - 1, axis=1)[:, :keep]
            values = np.take_along_axis(cosines, best, axis=1)
            order = np.lexsort((best, -values), axis=1)
            found[part] = np.take_along_axis(best, order, axis=1)
            apart[part] = distances(np.take_along_axis(values, order, axis=1))
        return found, apart

    def third(self, means: NDArray[np.float32], own: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far each part of a group is from the nearest other group.

        Where there are more than `MANY_GROUPS`, only those near its own group are looked at.
        """
        if not self.near.shape[1]:
            return np.full(len(own), NOWHERE)
        if len(self.sizes) <= MANY_GROUPS:
            return self.nearest(means, own, 1)[1][:, 0]
        best = np.empty(len(own), np.float32)
        for group, rows in _runs(own):
            others = self.means[self.near[self.place[group]]]
            best[rows] = (means[rows] @ others.T).max(axis=1)
        return distances(best)

    def following(self, small: NDArray[np.intp], large: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far the smaller group of each pair (else the larger) is from a third one."""
        sampled_side = self.place[small] >= 0
        side, partner = np.where(sampled_side, (small, large), (large, small))
        if self.near.shape[1] < 2:
            return np.full(len(small), NOWHERE)
        at = self.place[side]
        is_first = self.near[at, 0] == partner
        return np.asarray(np.where(is_first, self.near_distance[at, 1], self.near_distance[at, 0]))

    def least(self, small: NDArray[np.intp], large: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the distance of the nearest faces of each pair of groups."""
        best = np.full(len(small), -1.0, np.float32)
        size = self.sizes[small] * self.sizes[large]
        vectors = self.library.vectors
        for at in np.flatnonzero(size > 1).tolist():
            sides = self.members[small[at]], self.members[large[at]]
            left, right = (some(side) for side in sides)
            best[at] = (vectors[left] @ vectors[right].T).max()
        single = np.flatnonzero(size <= 1)
        ends = self.begin[small[single]], self.begin[large[single]]
        left, right = (vectors[self.order[end]] for end in ends)
        best[single] = np.einsum("ij,ij->i", left, right)
        return distances(best)

    def agree(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of strictnesses at which faces of both groups are together, mean."""
        from scipy.sparse import csr_array

        result = np.zeros(len(one))
        for labels in self.library.rungs:
            _, label, count = np.unique(labels, return_inverse=True, return_counts=True)
            share = 1 / self.sizes[self.group]
            table = csr_array((share, (self.group, label)), shape=(len(self.sizes), len(count)))
            result += np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel()
        return result / len(self.library.rungs) if len(self.library.rungs) else result + 0.5

    def meet(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return whether both groups are on one photo: then they are two people."""
        from scipy.sparse import csr_array

        _, photo = np.unique(self.library.photos, return_inverse=True)
        ones = np.ones(len(photo))
        shape = (len(self.sizes), int(photo.max(initial=0)) + 1)
        table = csr_array((ones, (self.group, photo)), shape=shape)
        return np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel() > 0

    def poorer(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the mean quality of the poorer group of each pair."""
        return np.asarray(np.minimum(self.qualities[one], self.qualities[other]))


def _runs(numbers: NDArray[np.intp]) -> Iterator[tuple[int, slice]]:
    """Yield each number of a sorted array and where it stands."""
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(numbers)], strict=True):
        yield int(numbers[start]), slice(start, stop)


def sampled(faces: int) -> NDArray[np.intp]:
    """Return the rows of the faces that stand for a library: `JUDGES` at most, evenly spread."""
    return np.unique(np.linspace(0, max(faces - 1, 0), min(JUDGES, faces)).astype(np.intp))


def some(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return `WITNESSES` of these rows at most, evenly spread."""
    if len(rows) <= WITNESSES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, WITNESSES).astype(np.intp)]
