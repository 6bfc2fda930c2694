"""Greedy first match: each face joins the first group whose first face is near enough.

The loop of most scripts around `face_recognition`: walk through the faces, compare each with one
face per known person, take the first match, else found a new person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.baselines.distances import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def sweep(
    vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
) -> list[NDArray[np.intp]]:
    """Group at each threshold, the faces coming in one random order.

    The order matters to this method. In a labelled set files lie person by person, which a
    collection does not, so they are shuffled.

    Args:
        vectors: (n, d) of any length.
        thresholds: Euclidean distances, inclusive.
        seed: Of the order.

    Returns:
        For each threshold the group of each face, (n,).

    Raises:
        ValueError: The vectors are no finite (n, d).
    """
    vectors = checked(vectors)
    order = np.random.default_rng(seed).permutation(len(vectors))
    back = np.argsort(order)
    shuffled = vectors[order]
    return [_first_match(shuffled, threshold)[back] for threshold in thresholds]


def _first_match(vectors: NDArray[np.float32], threshold: float) -> NDArray[np.intp]:
    """Let the first face that is left found a group and take all that are near, again and again.

    That gives the groups of the loop over faces: who is near the first group's first face never
    asks another group.
    """
    squares = np.einsum("ij,ij->i", vectors, vectors)
    groups = np.full(len(vectors), -1, np.intp)
    for first in range(len(vectors)):
        if groups[first] < 0:
            apart = squares[first:] + squares[first] - 2 * (vectors[first:] @ vectors[first])
            near = np.sqrt(np.maximum(apart, 0)) <= threshold
            near[0] = True
            groups[first:][near & (groups[first:] < 0)] = first
    return groups
