"""HDBSCAN: of all groups in the tree of single linkage, those that last longest.

Source: Campello, Moulavi and Sander, "Density-based clustering based on hierarchical density
estimates", PAKDD 2013; the threshold: Malzer and Baum, "A hybrid approach to hierarchical
density-based cluster selection", MFI 2020 (groups that were parted within the threshold are not
parted). Groups have at least two faces, and two faces make a neighbourhood. The distance to the
nearest other face is never larger than that to any face, so "mutual reachability" is the distance
itself, and one tree serves all thresholds.

Not `sklearn.cluster.HDBSCAN`: version 1.9 with NumPy 2.4 raises a TypeError for most values of
`cluster_selection_epsilon`. At epsilon 0 the groups are the same, which a test holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.baselines.distances import MOST_FACES, checked
from likeness.evaluation.baselines.linkage import dendrogram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NEAREST = 1e-9  # faces that are nearer count as so far apart: density stays finite


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branches:
    """Groups that were parted from another group of two or more faces, c in all, parents first.

    The first is everybody. The faces of a group lie side by side in `order`.
    """

    parents: NDArray[np.intp]  # (c,) -1: everybody has none
    births: NDArray[np.float64]  # (c,) distance at which it was parted from its sibling
    stability: NDArray[np.float64]  # (c,) how long its faces stayed, in 1 / distance
    first: NDArray[np.intp]  # (c,) place of its first face in `order`
    sizes: NDArray[np.intp]  # (c,)
    order: NDArray[np.intp]  # (n,) faces


def sweep(
    vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
) -> list[NDArray[np.intp]]:
    """Group at each threshold.

    Everybody together is never an answer of this method, so one person alone is always parted.

    Args:
        vectors: (n, d) of any length, n at most `distances.MOST_FACES`.
        thresholds: Euclidean distances (epsilon); 0 is the plain method.
        seed: Not used: nothing is random.

    Returns:
        For each threshold the group of each face, (n,).

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    del seed
    if len(checked(vectors, most=MOST_FACES)) < 2:
        return [np.arange(len(vectors)) for _ in thresholds]
    branches = _branches(dendrogram(vectors, "single"))
    lasting = _lasting(branches)
    return [_groups(branches, lasting, threshold) for threshold in thresholds]


def _branches(tree: NDArray[np.float64]) -> _Branches:
    """Walk down the tree of single linkage and note where two groups of several faces part."""
    n = len(tree) + 1
    sizes = np.concatenate([np.ones(n), tree[:, 3]]).astype(np.intp)
    first = np.zeros(2 * n - 1, np.intp)  # of each node, in the order of leaves
    branch = np.zeros(2 * n - 1, np.intp)  # of each node
    parents, births, stability, nodes = [-1], [np.inf], [0.0], [2 * n - 2]
    for node in range(2 * n - 2, n - 1, -1):
        left, right = tree[node - n, :2].astype(np.intp).tolist()
        distance = max(float(tree[node - n, 2]), NEAREST)
        first[left], first[right] = first[node], first[node] + sizes[left]
        own = int(branch[node])
        branch[left] = branch[right] = own
        leaving = sizes[node]
        if sizes[left] > 1 and sizes[right] > 1:
            for child in (left, right):
                branch[child] = len(parents)
                parents.append(own)
                births.append(distance)
                stability.append(0.0)
                nodes.append(child)
        elif sizes[left] + sizes[right] > 2:
            leaving = np.intp(1)
        stability[own] += float(leaving) * (1 / distance - 1 / births[own])
    order = np.empty(n, np.intp)
    order[first[:n]] = np.arange(n)
    return _Branches(
        parents=np.array(parents),
        births=np.array(births),
        stability=np.array(stability),
        first=first[nodes],
        sizes=sizes[nodes],
        order=order,
    )


def _lasting(branches: _Branches) -> list[int]:
    """Return the groups that are more stable than all groups within them together."""
    best = branches.stability.copy()
    within = np.zeros(len(best))
    chosen = np.zeros(len(best), np.bool_)
    for branch in range(len(best) - 1, 0, -1):
        chosen[branch] = best[branch] >= within[branch]
        best[branch] = max(best[branch], within[branch])
        within[branches.parents[branch]] += best[branch]
    covered = np.zeros(len(best), np.bool_)
    for branch in range(1, len(best)):
        parent = branches.parents[branch]
        covered[branch] = covered[parent] or chosen[parent]
    return np.flatnonzero(chosen & ~covered).tolist()


def _groups(branches: _Branches, lasting: list[int], threshold: float) -> NDArray[np.intp]:
    """Let groups that were parted within the threshold be what they were before; (n,)."""
    groups = np.arange(len(branches.order))
    kept = sorted({_before(branches, branch, threshold) for branch in lasting}, reverse=True)
    for branch in kept:  # those within others first, so that the larger ones win
        start = branches.first[branch]
        faces = branches.order[start : start + branches.sizes[branch]]
        groups[faces] = len(groups) + branch
    return groups


def _before(branches: _Branches, branch: int, threshold: float) -> int:
    """Return the group, or the nearest one above, that was parted beyond the threshold.

    Everybody is never returned, but the last group below.
    """
    while branches.births[branch] < threshold and branches.parents[branch] != 0:
        branch = int(branches.parents[branch])
    return branch
