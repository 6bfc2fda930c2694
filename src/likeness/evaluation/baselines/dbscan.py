"""DBSCAN: faces with enough neighbours spread their group to all of their neighbours.

Source: Ester et al., "A density-based algorithm for discovering clusters in large spatial databases
with noise", KDD 1996. The groups are those of `sklearn.cluster.DBSCAN`, found from neighbours that
are looked up once for all thresholds. Noise is alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.baselines.neighbours import Graph, neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Two faces make a person, as everywhere in Likeness: a larger number gives up all who have fewer.
MIN_SAMPLES = 2


def sweep(
    vectors: NDArray[np.float32],
    thresholds: Sequence[float],
    seed: int,
    min_samples: int = MIN_SAMPLES,
) -> list[NDArray[np.intp]]:
    """Group at each threshold.

    Args:
        vectors: (n, d) of any length, n at most `distances.MOST_FACES`.
        thresholds: Euclidean distances (eps), inclusive.
        seed: Not used: nothing is random.
        min_samples: So many faces within the threshold, itself among them, make a face spread its
            group.

    Returns:
        For each threshold the group of each face, (n,).

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    del seed
    near = neighbours(vectors, max(thresholds, default=0.0))
    return [spread(near.within(threshold), min_samples) for threshold in thresholds]


def spread(graph: Graph, min_samples: int) -> NDArray[np.intp]:
    """Group the faces of a graph; return the group of each, (n,)."""
    groups = np.full(len(graph), -1, np.intp)
    core = graph.counts + 1 >= min_samples
    for first in np.flatnonzero(core).tolist():
        if groups[first] >= 0:
            continue
        groups[first] = first
        waiting = [first]
        while waiting:
            friends = graph.of(waiting.pop())
            fresh = friends[groups[friends] < 0]
            groups[fresh] = first
            waiting.extend(fresh[core[fresh]].tolist())
    return np.where(groups < 0, np.arange(len(graph)), groups)
