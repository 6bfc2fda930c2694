"""Communities: nodes that have more to do with each other than with others.

The Louvain method (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in
large networks", 2008) with refinement on every level on the way back (Rotta and Noack, "Multilevel
local search algorithms for modularity clustering", 2011). Communities that fall apart into several
connected parts are taken apart, which is what Louvain alone may leave (Traag, Waltman and van Eck,
"From Louvain to Leiden", 2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.network.graph import folded, graph_of, parts_of, renumbered

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from likeness.network.graph import Graph, Whole

PASSES = 50  # over all nodes of a level: the last ones move next to nobody
LEVELS = 30  # each at least halves nothing, so an end is set; 20,000 nodes take five


def communities(
    count: int, edges: ArrayLike, weights: ArrayLike, *, seed: int = 0
) -> NDArray[np.intp]:
    """Return (n,) the community of each node, from 0, the largest; ties by the smallest node.

    Each community is connected. A node without edges is one by itself.

    Args:
        count: How many nodes there are.
        edges: (m, 2) the two nodes of each edge.
        weights: (m,) how strong each is, at least 0.
        seed: Decides in which order nodes are asked. The same seed gives the same communities.

    Raises:
        ValueError: Edges or weights are malformed; see `graph_of`.
    """
    graph = graph_of(count, edges, weights)
    group = parts_of(graph, refined(graph, hierarchy(graph, seed), seed))
    sizes = np.bincount(group, minlength=0)
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    rank = np.empty(len(sizes), np.intp)
    rank[order] = np.arange(len(sizes))
    return rank[group]


def hierarchy(graph: Graph, seed: int) -> list[tuple[Graph, Whole]]:
    """Return levels: a graph, and (n,) into which node of the next level's graph each node goes.

    The first level is the graph itself. Where nothing can be joined there is none.
    """
    found: list[tuple[Graph, Whole]] = []
    while len(found) < LEVELS:
        group = np.arange(graph.count)
        if moved(graph, group, seed) == 0:
            break
        into = renumbered(group)
        found.append((graph, into))
        graph = folded(graph, into, int(into.max()) + 1)
    return found


def refined(graph: Graph, levels: list[tuple[Graph, Whole]], seed: int) -> Whole:
    """Return (n,) the community of each node of a graph with this hierarchy."""
    if not levels:
        return np.arange(graph.count)
    group = np.arange(int(levels[-1][1].max()) + 1)
    for level, into in reversed(levels):
        group = group[into]
        moved(level, group, seed)
    return group


def moved(graph: Graph, group: Whole, seed: int) -> int:
    """Move nodes to better communities, in place, and return how many moves there were."""
    from likeness.network.community_kernels import move

    if len(graph.others) == 0:
        return 0
    order = np.random.default_rng(seed).permutation(graph.count)
    return int(
        move(graph.starts, graph.others, graph.weights, graph.strengths, order, group, PASSES)
    )
