"""Chinese Whispers: every face takes the group that most of its neighbours have, again and again.

Source: Biemann, "Chinese Whispers: an efficient graph clustering algorithm and its application to
natural language processing problems", TextGraphs 2006; for faces: dlib, `dlib/clustering/
chinese_whispers.h`. As there, faces within the threshold are neighbours, all neighbours count the
same, and of groups that are equally frequent the one with the smallest number is taken. dlib picks
n faces at random for each of its 100 rounds; as in the paper, every face is asked once a round
here, in an order that the seed decides, and the rounds end as soon as nothing changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.baselines.neighbours import Graph, neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS = 100  # at most; dlib's default


def sweep(
    vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
) -> list[NDArray[np.intp]]:
    """Group at each threshold.

    Args:
        vectors: (n, d) of any length, n at most `distances.MOST_FACES`.
        thresholds: Euclidean distances, inclusive.
        seed: Of the orders in which faces are asked.

    Returns:
        For each threshold the group of each face, (n,).

    Raises:
        ValueError: The vectors are no finite (n, d).
        UsageError: They are too many.
    """
    near = neighbours(vectors, max(thresholds, default=0.0))
    return [whisper(near.within(threshold), seed) for threshold in thresholds]


def whisper(graph: Graph, seed: int) -> NDArray[np.intp]:
    """Group the faces of a graph; return the group of each, (n,)."""
    rng = np.random.default_rng(seed)
    groups = np.arange(len(graph))
    friends = [graph.of(face) for face in range(len(graph))]
    asked = np.flatnonzero(graph.counts)
    for _ in range(ROUNDS):
        changed = False
        for face in rng.permutation(asked).tolist():
            loudest = int(np.bincount(groups[friends[face]]).argmax())
            if loudest != groups[face]:
                groups[face], changed = loudest, True
        if not changed:
            break
    return groups
