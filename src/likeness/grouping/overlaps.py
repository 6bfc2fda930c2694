"""Probabilities, overlaps and average linkage of a neighbour graph, for many faces.

The same as `evidence.probabilities`, `communities.overlaps` and `communities.link`, which say what
is computed and why; here as compiled loops over rows, without products of sparse matrices. A
similarity is a whole number of billionths: sums of them are exact, so that they are the same
whatever was added first, and groups that are equally alike are told apart by their smallest face
only.

`alike_of` and `linked` work on graphs; `probabilities`, `overlaps` and `link` take and return what
the functions of the same name in `evidence` and `communities` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.communities import ALIKE
from likeness.grouping.evidence import EVEN, LEAST, SOFTNESS, reach
from likeness.grouping.graph import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from likeness.grouping.evidence import Pairs
    from likeness.grouping.points import Limits

BILLION = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Numbers of pairs of faces, in both directions, one face after the other, ascending."""

    starts: NDArray[np.int64]  # (n + 1,) where the pairs of each face begin
    faces: NDArray[np.int32]  # (p,) the other face
    values: NDArray[np.int32]  # (p,) overlap in billionths

    def __len__(self) -> int:
        return len(self.starts) - 1


def alike_of(
    graph: Graph,
    photos: NDArray[np.intp],
    weights: NDArray[np.float64],
    strictness: float,
    least: float = LEAST,
) -> Alike:
    """Return how far faces agree on who else they are, of pairs with at least this probability.

    Args:
        graph: Near pairs.
        photos: (n,) the photo of each face.
        weights: (n,) how much each face counts as a witness; it always counts for itself.
        strictness: Distances are divided by it: less is stricter.
        least: Smaller probabilities are none.
    """
    from likeness.grouping import overlap_kernels as kernels

    chances = kernels.chances(
        (graph.starts, graph.faces, graph.distances),
        photos,
        (strictness, reach(strictness, least), least, EVEN, SOFTNESS),
    )
    starts, faces, values = kernels.without_zeros(graph.starts, graph.faces, chances)
    del chances
    return Alike(
        starts=starts, faces=faces, values=kernels.overlaps(starts, faces, values, weights)
    )


def linked(alike: Alike, limits: Limits, weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Merge the groups with the largest mean overlap until none has `communities.ALIKE`.

    Groups that no chain of alike faces connects never meet, so each connected part is linked by
    itself: in rounds, in which all pairs of groups that are each other's best are merged. A group
    that is alike to none is left out from there on, as merging never makes groups more alike.

    Args:
        alike: Overlaps.
        limits: What to respect.
        weights: (n,) how much each face counts in a mean.

    Returns:
        (n,) the smallest face of the group of each face.
    """
    from likeness.grouping import link_kernels as kernels

    return kernels.link(
        (alike.starts, alike.faces, alike.values), limits, weights, round(ALIKE * BILLION)
    )


def probabilities(
    pairs: Pairs, photos: NDArray[np.intp], strictness: float, least: float = LEAST
) -> NDArray[np.float64]:
    """Return (p,) the probability of each pair; see `evidence.probabilities`."""
    from likeness.grouping import overlap_kernels as kernels

    graph = Graph.of(pairs)
    chances = kernels.chances(
        (graph.starts, graph.faces, graph.distances),
        photos,
        (strictness, np.inf, least, EVEN, SOFTNESS),
    )
    return chances.astype(np.float64)


def overlaps(pairs: Pairs, chances: NDArray[np.float64], weights: NDArray[np.float64]) -> csr_array:
    """Return (n, n) how far two faces agree on who else they are; see `communities.overlaps`."""
    from scipy.sparse import csr_array

    from likeness.grouping import overlap_kernels as kernels

    graph = Graph.of(pairs)
    starts, faces, values = kernels.without_zeros(
        graph.starts, graph.faces, chances.astype(np.float32)
    )
    found = kernels.overlaps(starts, faces, values, weights)
    return csr_array((found / BILLION, faces, starts), shape=(len(graph), len(graph)))


def link(alike: csr_array, limits: Limits, weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return (n,) the smallest face of the group of each face; see `communities.link`."""
    alike.sort_indices()
    return linked(
        Alike(
            starts=alike.indptr.astype(np.int64),
            faces=alike.indices.astype(np.int32),
            values=np.round(alike.data * BILLION).astype(np.int32),
        ),
        limits,
        weights,
    )
