"""The most misleading pairs, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN = 12
PER_COUPLE = 2  # pairs of the same two people, or of the same person, so that the list is varied

MANY = 16  # times the pairs that are shown: so many are sorted as Python's own values


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Two faces whose distance misleads."""

    left: int  # row of the faces
    right: int
    distance: float


class Worst:
    """Collects the closest pairs of different people, or the farthest of the same person.

    Of the pairs of any two people (or of one person) only the worst few are kept. The worst of two
    lots are among the worst of each, so lots can be added one after another. Ties go to the
    smaller rows. Within a lot a pair stands once.
    """

    def __init__(
        self,
        people: NDArray[np.intp],
        *,
        farthest: bool,
        shown: int = SHOWN,
        per_couple: int = PER_COUPLE,
    ) -> None:
        """Args: people (n,) of the faces; whether large distances are the misleading ones."""
        self._people, self._sign = people, -1.0 if farthest else 1.0
        self._shown, self._per_couple = shown, per_couple
        self._found: list[tuple[float, int, int]] = []  # signed distance, left, right; ascending

    def add(
        self,
        left: NDArray[np.intp],
        right: NDArray[np.intp],
        distances: NDArray[np.floating],
    ) -> None:
        """Look at more pairs; rows broadcast with the distances."""
        shape = distances.shape
        signed = (self._sign * distances).ravel()
        if len(self._found) == self._shown:
            chosen = np.flatnonzero(signed <= self._found[-1][0])
        else:
            chosen = np.arange(signed.size)
        if not len(chosen):
            return
        rows = np.broadcast_to(left, shape).ravel()[chosen]
        columns = np.broadcast_to(right, shape).ravel()[chosen]
        self._found = self._best(signed[chosen], rows, columns)

    def mistakes(self, rows: NDArray[np.intp] | None = None) -> tuple[Mistake, ...]:
        """Return the pairs, worst first.

        Args:
            rows: (n,) what the rows stand for, where the faces were reordered.
        """
        found = []
        for signed, left, right in self._found:
            pair = (left, right) if rows is None else sorted((int(rows[left]), int(rows[right])))
            found.append(Mistake(left=pair[0], right=pair[1], distance=self._sign * signed + 0.0))
        return tuple(found)

    def _best(
        self, signed: NDArray[np.floating], left: NDArray[np.intp], right: NDArray[np.intp]
    ) -> list[tuple[float, int, int]]:
        """Return the worst of these and of what was found before."""
        some = np.arange(len(signed))
        size = MANY * self._shown
        if size < len(signed):
            # With the ties of the last one, so that the order does not depend on the lots.
            some = np.flatnonzero(signed <= np.partition(signed, size)[size])
        best = self._joined(signed, left, right, some)
        if len(best) < self._shown and len(some) < len(signed):  # a few couples fill the front
            best = self._joined(signed, left, right, np.arange(len(signed)))
        return best

    def _joined(
        self,
        signed: NDArray[np.floating],
        left: NDArray[np.intp],
        right: NDArray[np.intp],
        some: NDArray[np.intp],
    ) -> list[tuple[float, int, int]]:
        """Return the worst of some of these and of what was found before."""
        if len(some) > MANY * self._shown:
            some = some[self._few_of_each(signed[some], left[some], right[some])]
        lot = zip(signed[some].tolist(), left[some].tolist(), right[some].tolist(), strict=True)
        return self._varied(sorted({*self._found, *lot}))

    def _few_of_each(
        self, signed: NDArray[np.floating], left: NDArray[np.intp], right: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """Return the worst few rows of each couple, at most *shown* in all, ties as elsewhere."""
        one, other = self._people[left], self._people[right]
        codes = np.minimum(one, other) * (int(self._people.max()) + 1) + np.maximum(one, other)
        _, couples = np.unique(codes, return_inverse=True)
        order = np.lexsort((signed, couples))
        starts = np.flatnonzero(np.diff(couples[order], prepend=-1))
        ends = np.append(starts[1:], len(order)) - 1
        bounds = signed[order[np.minimum(starts + self._per_couple - 1, ends)]]
        kept = np.flatnonzero(signed <= bounds[couples])
        kept = kept[np.lexsort((right[kept], left[kept], signed[kept], couples[kept]))]
        starts = np.flatnonzero(np.diff(couples[kept], prepend=-1))
        sizes = np.diff(np.append(starts, len(kept)))
        kept = kept[np.arange(len(kept)) - np.repeat(starts, sizes) < self._per_couple]
        best: NDArray[np.intp] = kept[np.lexsort((right[kept], left[kept], signed[kept]))]
        # What was found before may take places of couples here, never more than all of them.
        return best[: 2 * self._shown]

    def _varied(self, pairs: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
        seen: dict[tuple[int, int], int] = {}
        best: list[tuple[float, int, int]] = []
        for pair in pairs:
            one, other = sorted((int(self._people[pair[1]]), int(self._people[pair[2]])))
            seen[one, other] = seen.get((one, other), 0) + 1
            if seen[one, other] <= self._per_couple:
                best.append(pair)
                if len(best) == self._shown:
                    break
        return best
