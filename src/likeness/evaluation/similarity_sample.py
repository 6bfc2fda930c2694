"""Who looks like whom, from a sample of the pairs of photos: what older scripts did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.metrics import distances
from likeness.evaluation.similarity import SimilarityMatrix, similarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from likeness.evaluation.faces import LabelledFaces
    from likeness.evaluation.metrics import Metric

CHUNK = 200_000  # pairs that are compared at once: 200 MB of 128-d embeddings


def sampled_similarity(
    faces: LabelledFaces, metric: Metric, *, most: int, seed: int
) -> SimilarityMatrix:
    """Compare every two people on at most *most* pairs of their photos, drawn at random.

    Where there are no more pairs than that the figures are those of `similarity`.

    Args:
        faces: n faces of P people; people without a face are left out of the matrix.
        metric: How two faces are compared.
        most: Pairs of photos for each two people, at least 1.
        seed: Of the draw.

    Raises:
        ValueError: A vector or norm is not a number, or *most* is below 1.
    """
    if most < 1:
        raise ValueError(f"At least one pair of photos is needed, not {most}.")
    whole = similarity(faces, metric)
    values, counts = whole.values.copy(), whole.counts.copy()
    for cells, left, right in _batches(faces, counts, most, seed):
        apart = distances(
            metric,
            faces.vectors[left],
            faces.norms[left],
            faces.vectors[right],
            faces.norms[right],
        )
        alike = 1 - apart if whole.higher_is_alike else apart
        for (row, column), mean in zip(cells, alike.reshape(-1, most).mean(axis=1), strict=True):
            values[row, column] = values[column, row] = mean
            counts[row, column] = counts[column, row] = most
    return replace(whole, values=values, counts=counts)


def _batches(
    faces: LabelledFaces, counts: NDArray[np.int64], most: int, seed: int
) -> Iterator[tuple[list[tuple[int, int]], NDArray[np.intp], NDArray[np.intp]]]:
    """Yield some cells of the matrix that have too many pairs, and *most* pairs for each."""
    members = [np.flatnonzero(faces.people == person) for person in np.unique(faces.people)]
    rng = np.random.default_rng(seed)
    rows, columns = np.nonzero(np.tril(counts > most))
    cells = list(zip(rows.tolist(), columns.tolist(), strict=True))
    step = max(1, CHUNK // most)
    for start in range(0, len(cells), step):
        part = cells[start : start + step]
        drawn = [_draw(members[row], members[column], most, rng) for row, column in part]
        left, right = (np.concatenate(side) for side in zip(*drawn, strict=True))
        yield part, left, right


def _draw(
    one: NDArray[np.intp], other: NDArray[np.intp], most: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return *most* different pairs of faces, one of each person; of different faces of one."""
    if one[0] == other[0]:
        numbers = rng.choice(len(one) * (len(one) - 1) // 2, most, replace=False, shuffle=False)
        left, right = np.triu_indices(len(one), 1)
        return one[left[numbers]], one[right[numbers]]
    numbers = rng.choice(len(one) * len(other), most, replace=False, shuffle=False)
    return one[numbers // len(other)], other[numbers % len(other)]
