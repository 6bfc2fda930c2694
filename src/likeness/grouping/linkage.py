"""Average linkage with pairs that must never meet, without a matrix of all distances.

The distance of two groups A and B is the mean over their pairs of s_a s_b |x_a - x_b|^2, where s
stretches and each pair weighs w_a w_b. For unit vectors that is

    2 (S_A S_B - <V_A, V_B>),   S = mean of s,   V = mean of s x,

so a group is known by one vector (V, S), whatever its size, and its nearest group is found by a
matrix product. Merging never brings a third group nearer ("reducible"), also not with forbidden
pairs, whose distance is infinite. Therefore two groups that are each other's nearest may be merged
at once, all such pairs together, and the result is that of merging the nearest pair again and
again; a group without a neighbour within the cut will never have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What is grouped."""

    vectors: NDArray[np.float32]  # (n, d), unit length
    stretch: NDArray[np.float64]  # (n,)
    weights: NDArray[np.float64]  # (n,), positive: how much each counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What grouping has to respect."""

    start: NDArray[np.intp]  # (n,) smallest point of the group that each point starts in
    fixed: NDArray[np.bool_]  # (n,) true at the first point of groups that never meet each other
    apart: NDArray[np.intp]  # (p, 2) points that must not be in one group
    taken: NDArray[np.bool_]  # (n,) false at points that stay alone


def agglomerate(points: Points, limits: Limits, cut: float) -> NDArray[np.intp]:
    """Merge groups until none are closer than *cut*.

    Returns:
        (n,) the smallest point of the group that each point ends in.
    """
    groups = _Groups(points, limits, cut)
    while groups.merge_nearest():
        pass
    return groups.root


class _Groups:
    """Groups while they are merged. A group is named by its smallest point."""

    def __init__(self, points: Points, limits: Limits, cut: float) -> None:
        n = len(points.vectors)
        self.root = limits.start.copy()  # (n,) the group of each point
        self._limit = cut * cut / 2
        self._fixed = limits.fixed.copy()
        self._sums, self._weights = _sums(points, limits.start)
        self._means = np.zeros(self._sums.shape, np.float32)
        self._open = np.zeros(n, np.bool_)  # groups that may still be merged
        self._open[limits.start[limits.taken]] = True
        self._update_means(np.flatnonzero(self._open))
        self._stale = np.ones(n, np.bool_)  # groups whose nearest is not known
        self._nearest = np.full(n, -1, np.intp)
        self._gap = np.full(n, np.inf)  # half the squared distance to the nearest
        self._keep_apart(limits.start[limits.apart])

    def merge_nearest(self) -> bool:
        """Merge all pairs that are each other's nearest; tell whether there was any."""
        self._search()
        self._close_the_lonely()
        active = np.flatnonzero(self._open)
        if len(active) == 0:
            return False
        self._merge(*self._mutual(active))
        return True

    def _search(self) -> None:
        """Find the nearest of the groups whose nearest is not known."""
        stale = np.flatnonzero(self._open & self._stale)
        fixed = self._fixed[stale]
        self._search_among(stale[~fixed], np.flatnonzero(self._open))
        self._search_among(stale[fixed], np.flatnonzero(self._open & ~self._fixed))
        self._stale[stale] = False

    def _search_among(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        self._gap[rows] = np.inf
        if len(rows) == 0 or len(columns) == 0:
            return
        place = np.full(len(self.root), -1, np.intp)
        place[columns] = np.arange(len(columns))
        right = self._means[columns].T
        step = max(1, BLOCK_ELEMENTS // len(columns))
        for start in range(0, len(rows), step):
            block = rows[start : start + step]
            left = self._means[block]
            left[:, -1] *= -1
            likeness = left @ right
            self._forbid(likeness, block, place)
            best = likeness.argmax(axis=1)
            self._nearest[block] = columns[best]
            self._gap[block] = -likeness[np.arange(len(block)), best].astype(np.float64)

    def _forbid(
        self, likeness: NDArray[np.float32], rows: NDArray[np.intp], place: NDArray[np.intp]
    ) -> None:
        """Make groups infinitely unlike themselves and those they must not meet."""
        begin, count = self._apart_from[rows], np.diff(self._apart_from)[rows]
        line = np.repeat(np.arange(len(rows)), count)
        nth = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        others = self._apart[np.repeat(begin, count) + nth, 1]
        line = np.concatenate([np.arange(len(rows)), line])
        column = place[np.concatenate([rows, others])]
        likeness[line[column >= 0], column[column >= 0]] = -np.inf

    def _close_the_lonely(self) -> None:
        """Set groups aside that have no neighbour within the cut: they never will.

        Rounding may put a distance within the cut seen from one side only. It then counts as
        beyond it, and whoever has no other neighbour is lonely too.
        """
        while True:
            active = np.flatnonzero(self._open)
            near = (self._gap[active] <= self._limit) & self._open[self._nearest[active]]
            if near.all():
                return
            self._open[active[~near]] = False

    def _mutual(self, active: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pairs that are each other's nearest, smaller name first."""
        nearest = self._nearest[active]
        mutual = (self._nearest[nearest] == active) & (active < nearest)
        if mutual.any():
            return active[mutual], nearest[mutual]
        # Rounding can close a ring of equal distances: break it at its nearest pair.
        best = np.argmin(self._gap[active])
        pair = np.sort([active[best], nearest[best]])
        return pair[:1], pair[1:]

    def _merge(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> None:
        """Add each group of *second* to its partner in *first*."""
        self._sums[first] += self._sums[second]
        self._weights[first] += self._weights[second]
        self._fixed[first] |= self._fixed[second]
        self._update_means(first)
        self._open[second] = False
        into = np.arange(len(self.root))
        into[second] = first
        self.root = into[self.root]
        changed = np.zeros(len(self.root), np.bool_)
        changed[first] = changed[second] = True
        self._stale |= changed | changed[self._nearest]
        self._keep_apart(into[self._apart])

    def _update_means(self, groups: NDArray[np.intp]) -> None:
        self._means[groups] = self._sums[groups] / self._weights[groups, None]

    def _keep_apart(self, pairs: NDArray[np.intp]) -> None:
        """Sort the pairs that can still meet, in both directions, and note where groups begin."""
        pairs = pairs[self._open[pairs].all(axis=1) & (pairs[:, 0] != pairs[:, 1])]
        n = len(self.root)
        codes = np.unique(np.concatenate([pairs, pairs[:, ::-1]]) @ np.array([n, 1]))
        self._apart = np.stack([codes // n, codes % n], axis=1)
        self._apart_from = np.searchsorted(self._apart[:, 0], np.arange(n + 1))


def _sums(
    points: Points, start: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each group the sums of w s x, w s (n, d + 1) and of w (n,), zero elsewhere."""
    scale = points.weights * points.stretch
    n, d = points.vectors.shape
    sums = np.zeros((n, d + 1))
    np.add.at(sums[:, :d], start, points.vectors * scale[:, None])
    np.add.at(sums[:, d], start, scale)
    total = np.zeros(n)
    np.add.at(total, start, points.weights)
    return sums, total
