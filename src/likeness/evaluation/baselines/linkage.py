"""Complete and average linkage: merge the two nearest groups until none are within the threshold.

Groups are as far apart as their farthest faces, or as their faces are on average (UPGMA). The tree
is built once by `scipy.cluster.hierarchy`, on the distances of all pairs, and cut at each
threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.evaluation.baselines.distances import MOST_FACES, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Method = Literal["average", "complete", "single"]


def average(
    vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
) -> list[NDArray[np.intp]]:
    """Group by average linkage at each threshold.

    Args:
        vectors: (n, d) of any length, n at most `MOST_FACES`.
        thresholds: Euclidean distances, inclusive.
        seed: Not used: nothing is random.

    Returns:
        For each threshold the group of each face, (n,).

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    del seed
    return _cuts(vectors, thresholds, "average")


def complete(
    vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
) -> list[NDArray[np.intp]]:
    """Group by complete linkage at each threshold; everything else as `average`."""
    del seed
    return _cuts(vectors, thresholds, "complete")


def dendrogram(vectors: NDArray[np.float32], method: Method) -> NDArray[np.float64]:
    """Return the tree as SciPy has it, (n - 1, 4): two nodes, their distance, their faces.

    Args:
        vectors: (n, d) of any length, n from 2 to `MOST_FACES`.
        method: How far groups are apart.

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    from scipy.cluster import hierarchy
    from scipy.spatial import distance

    wide = checked(vectors, most=MOST_FACES).astype(np.float64)
    tree: NDArray[np.float64] = hierarchy.linkage(distance.pdist(wide), method)
    return tree


def _cuts(
    vectors: NDArray[np.float32], thresholds: Sequence[float], method: Method
) -> list[NDArray[np.intp]]:
    if len(checked(vectors)) < 2:
        return [np.zeros(len(vectors), np.intp) for _ in thresholds]
    from scipy.cluster.hierarchy import fcluster

    tree = dendrogram(vectors, method)
    return [fcluster(tree, cut, "distance").astype(np.intp) for cut in thresholds]
