"""What a way of grouping is: vectors and a threshold in, groups out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from likeness.evaluation.baselines import dbscan, greedy, hdbscan, linkage, whispers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Sweep(Protocol):
    """**Protocol:** group the same faces at several thresholds, sharing what they share."""

    def __call__(
        self, vectors: NDArray[np.float32], thresholds: Sequence[float], seed: int
    ) -> list[NDArray[np.intp]]:
        """Return for each threshold the group of each face, (n,).

        Args:
            vectors: (n, d) of any length; distances are euclidean.
            thresholds: Distances, inclusive, in any order.
            seed: Of whatever is random.

        Raises:
            ValueError: The vectors are no finite (n, d).
            UsageError: They are too many for this method.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """One known way of grouping faces."""

    name: str
    title: str  # for people
    threshold: str  # what the threshold means, and the method's other settings
    sweep: Sweep

    def run(self, vectors: NDArray[np.float32], threshold: float, seed: int) -> NDArray[np.intp]:
        """Return the group of each face at one threshold, (n,); see `Sweep`."""
        return self.sweep(vectors, [threshold], seed)[0]


BASELINES = MappingProxyType(
    {
        baseline.name: baseline
        for baseline in (
            Baseline(
                name="greedy",
                title="greedy first match",
                threshold="distance to the first face of a group; faces in random order",
                sweep=greedy.sweep,
            ),
            Baseline(
                name="complete",
                title="complete linkage",
                threshold="largest distance within a group",
                sweep=linkage.complete,
            ),
            Baseline(
                name="average",
                title="average linkage",
                threshold="mean distance between two groups that are merged",
                sweep=linkage.average,
            ),
            Baseline(
                name="dbscan",
                title="DBSCAN",
                threshold=f"eps; min_samples {dbscan.MIN_SAMPLES}",
                sweep=dbscan.sweep,
            ),
            Baseline(
                name="hdbscan",
                title="HDBSCAN",
                threshold="cluster_selection_epsilon; min_cluster_size and min_samples 2",
                sweep=hdbscan.sweep,
            ),
            Baseline(
                name="whispers",
                title="Chinese Whispers",
                threshold=f"distance of neighbours; at most {whispers.ROUNDS} rounds",
                sweep=whispers.sweep,
            ),
        )
    }
)
"""Name to way of grouping, in the order in which reports show them."""
