"""The most misleading pairs, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN = 12
PER_COUPLE = 2  # pairs of the same two people, or of the same person, so that the list is varied


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
    smaller rows.
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
        size = 16 * self._shown
        while True:
            some = np.arange(len(signed))
            if size < len(signed):
                # With the ties of the last one, so that the order does not depend on the lots.
                bound = np.partition(signed, size)[size]
                some = np.flatnonzero(signed <= bound)
            lot = zip(signed[some].tolist(), left[some].tolist(), right[some].tolist(), strict=True)
            best = self._varied(sorted({*self._found, *lot}))
            if len(best) == self._shown or size >= len(signed):
                return best
            size *= 8

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
