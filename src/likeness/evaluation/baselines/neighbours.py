"""Who is near whom: all pairs within the largest threshold, found once and asked many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.baselines.distances import MOST_FACES, blocks, checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Graph:
    """The neighbours of each face, without itself, one face after the other, ascending."""

    starts: NDArray[np.intp]  # (n + 1,) where those of each face begin
    faces: NDArray[np.int32]  # (e,)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many neighbours each face has, (n,)."""
        return np.diff(self.starts)

    def of(self, face: int) -> NDArray[np.int32]:
        """Return the neighbours of one face."""
        return self.faces[self.starts[face] : self.starts[face + 1]]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A graph with the distance of each neighbour."""

    graph: Graph
    distances: NDArray[np.float32]  # (e,)

    def within(self, threshold: float) -> Graph:
        """Return the neighbours within a threshold, inclusive."""
        near = self.distances <= threshold
        counts = self.graph.counts
        some = counts > 0  # reduceat would give an empty face the first neighbour of the next
        if some.any():
            counts[some] = np.add.reduceat(near, self.graph.starts[:-1][some], dtype=np.intp)
        return Graph(np.concatenate([[0], np.cumsum(counts)]), self.graph.faces[near])


def neighbours(vectors: NDArray[np.float32], threshold: float) -> Neighbours:
    """Find all pairs within a threshold.

    Needs 8 bytes for each neighbour: 200 MB where 5,000 faces are all near each other.

    Args:
        vectors: (n, d) of any length, n at most `MOST_FACES`.
        threshold: Euclidean distance, inclusive.

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    vectors = checked(vectors, most=MOST_FACES)
    counts = np.zeros(len(vectors), np.intp)
    for left, right, _ in _pairs(vectors, threshold):
        counts += np.bincount(left, minlength=len(vectors))
        counts += np.bincount(right, minlength=len(vectors))
    starts = np.concatenate([[0], np.cumsum(counts)])
    faces, distances = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
    free = starts[:-1].copy()
    for left, right, apart in _pairs(vectors, threshold):
        # A face's earlier neighbours come from earlier rows, so they are written first.
        order = np.argsort(right, kind="stable")
        for one, other, distance in (
            (right[order], left[order], apart[order]),
            (left, right, apart),
        ):
            places = _places(free, one)
            faces[places], distances[places] = other, distance
    return Neighbours(Graph(starts, faces), distances)


def _pairs(
    vectors: NDArray[np.float32], threshold: float
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]]:
    """Yield some pairs within a threshold at a time: the earlier face, the later, the distance."""
    for start, matrix in blocks(vectors):
        near = matrix <= threshold
        near &= np.arange(len(matrix))[:, None] < np.arange(matrix.shape[1])
        left, right = np.nonzero(near)
        yield left + start, right + start, matrix[near]


def _places(free: NDArray[np.intp], faces: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the next free place of each of the faces, which are sorted, and take it."""
    counts = np.bincount(faces, minlength=len(free))
    firsts = np.cumsum(counts) - counts
    places: NDArray[np.intp] = free[faces] + np.arange(len(faces)) - firsts[faces]
    free += counts
    return places
