"""A network as arrays: for each node its neighbours, and how strongly they are joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """An undirected graph; every edge stands at both of its ends, neighbours ascend."""

    starts: Whole  # (n + 1,) where the neighbours of each node begin
    others: Whole  # (2 m,) the neighbours
    weights: Real  # (2 m,) above 0
    loops: Real  # (n,) twice the weight of the edges that a node stands for inside itself

    @property
    def count(self) -> int:
        """How many nodes it has."""
        return len(self.loops)

    @property
    def strengths(self) -> Real:
        """(n,) the weight of all edges that end at each node, those inside it twice."""
        rows = np.repeat(np.arange(self.count), np.diff(self.starts))
        return self.loops + np.bincount(rows, self.weights, self.count)


def graph_of(count: int, edges: ArrayLike, weights: ArrayLike) -> Graph:
    """Return the graph of some edges.

    Edges from a node to itself are left out, those that are listed twice are added up, and an edge
    without weight is none.

    Args:
        count: How many nodes there are.
        edges: (m, 2) the two nodes of each edge, [0, count).
        weights: (m,) how strong each is, at least 0.

    Raises:
        ValueError: The shapes differ, a node does not exist, or a weight is negative or no number.
    """
    pairs, strong = _checked(count, edges, weights)
    real = (pairs[:, 0] != pairs[:, 1]) & (strong > 0)
    pairs, strong = pairs[real], strong[real]
    codes, at = np.unique(pairs.min(axis=1) * count + pairs.max(axis=1), return_inverse=True)
    sums = _sums(at, strong, len(codes))
    one, other = np.divmod(codes, max(count, 1))
    return from_ends(
        np.concatenate([one, other]),
        np.concatenate([other, one]),
        np.concatenate([sums, sums]),
        np.zeros(count),
    )


def from_ends(one: Whole, other: Whole, weights: Real, loops: Real) -> Graph:
    """Return the graph whose edges stand in both directions, in any order, each once."""
    order = np.lexsort((other, one))
    starts = np.zeros(len(loops) + 1, np.int64)
    np.cumsum(np.bincount(one, minlength=len(loops)), out=starts[1:])
    return Graph(
        starts=starts,
        others=other[order].astype(np.int64),
        weights=weights[order].astype(np.float64),
        loops=loops,
    )


def folded(graph: Graph, into: Whole, count: int) -> Graph:
    """Return the graph of groups of nodes.

    Args:
        graph: Of the nodes.
        into: (n,) the group of each node, [0, count).
        count: How many groups there are.
    """
    rows = into[np.repeat(np.arange(graph.count), np.diff(graph.starts))]
    columns = into[graph.others]
    inside = rows == columns
    loops = _sums(into, graph.loops, count) + _sums(rows[inside], graph.weights[inside], count)
    codes, at = np.unique(rows[~inside] * count + columns[~inside], return_inverse=True)
    sums = _sums(at, graph.weights[~inside], len(codes))
    one, other = np.divmod(codes, max(count, 1))
    return from_ends(one, other, sums, loops)


def parts_of(graph: Graph, groups: Whole | None = None) -> Whole:
    """Return (n,) the connected part of each node, numbered by its smallest node.

    Args:
        graph: The graph.
        groups: (n,) only edges within one group connect; None: all do.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    rows = np.repeat(np.arange(graph.count), np.diff(graph.starts))
    columns = graph.others
    if groups is not None:
        same = groups[rows] == groups[columns]
        rows, columns = rows[same], columns[same]
    shape = (graph.count, graph.count)
    matrix = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=shape)
    _, labels = connected_components(matrix, directed=False)
    return renumbered(labels.astype(np.int64))


def renumbered(labels: Whole) -> Whole:
    """Return (n,) the same groups, numbered from 0 by their smallest member."""
    _, first, at = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[at]


def _sums(into: Whole, values: Real, count: int) -> Real:
    """Return (n,) the sum of the values that go into each place."""
    return np.bincount(into, values, count).astype(np.float64)


def _checked(count: int, edges: ArrayLike, weights: ArrayLike) -> tuple[Whole, Real]:
    """Return edges and weights, or say what is wrong with them."""
    pairs = np.asarray(edges, np.int64)
    strong = np.asarray(weights, np.float64)
    if pairs.size == 0:
        pairs = pairs.reshape(0, 2)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or strong.shape != (len(pairs),):
        raise ValueError(
            f"Edges are (m, 2) and weights (m,), not {pairs.shape} and {strong.shape}."
        )
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= count):
        raise ValueError(f"Edges join nodes 0 to {count - 1}, not {pairs.min()} to {pairs.max()}.")
    if not np.all(np.isfinite(strong) & (strong >= 0)):
        raise ValueError("Weights are numbers of at least 0.")
    return pairs, strong
