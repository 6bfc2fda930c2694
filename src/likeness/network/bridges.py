"""Through whom groups hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.network.graph import graph_of
from likeness.network.joined import ids_of, numbered
from likeness.types.network import Bridge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.types.network import Network

# Up to so many nodes all shortest paths are counted; 3,000 take two seconds. Of more those from
# PIVOTS of them: Brandes and Pich, "Centrality estimation in large networks", 2007.
MOST = 3_000
PIVOTS = 1_000
DIGITS = 6


def bridges(network: Network, limit: int) -> list[Bridge]:
    """Return who lies between communities, the one most paths lead through first, ties by id.

    A bridge is joined to at least two communities, its own included, by likeness or by photos, and
    some shortest path between two others leads through it.

    Args:
        network: Of people or of faces. Every edge counts as one step.
        limit: So many at most.
    """
    ids = ids_of(network)
    numbers = numbered(ids)
    edges = np.array(
        [(numbers[edge.one], numbers[edge.other]) for edge in network.edges], np.int64
    ).reshape(-1, 2)
    community = {numbers[node.node]: node.community for node in network.nodes}
    near = [{community[number]} for number in range(len(ids))]
    for one, other in edges.tolist():
        near[one].add(community[other])
        near[other].add(community[one])
    values = betweenness(len(ids), edges)
    order = [
        number
        for number in np.lexsort((np.arange(len(ids)), -values)).tolist()
        if values[number] > 0 and len(near[number]) > 1
    ]
    return [
        Bridge(
            node=ids[number],
            betweenness=float(values[number]),
            communities=tuple(sorted(near[number])),
        )
        for number in order[:limit]
    ]


def betweenness(
    count: int, edges: NDArray[np.int64], *, most: int = MOST, pivots: int = PIVOTS
) -> NDArray[np.float64]:
    """Return (n,) the share of the shortest paths between others that lead through each node.

    Args:
        count: How many nodes there are.
        edges: (m, 2) the two nodes of each edge.
        most: Of more nodes it is estimated.
        pivots: From so many nodes then, evenly spread over all.
    """
    pairs = (count - 1) * (count - 2)
    if pairs <= 0:
        return np.zeros(count)
    if count <= most:
        return _exact(count, edges)
    from likeness.network.path_kernels import through

    graph = graph_of(count, edges, np.ones(len(edges)))
    sources = np.arange(pivots) * count // pivots
    # A path from each of two ends is the same path: counted from all ends it is there twice.
    found: NDArray[np.float64] = through(graph.starts, graph.others, sources)
    return np.round(found / pairs * count / pivots, DIGITS)


def _exact(count: int, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the betweenness by all paths."""
    import rustworkx

    graph: rustworkx.PyGraph[None, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * count)
    graph.add_edges_from_no_data([(one, other) for one, other in edges.tolist()])
    found = rustworkx.betweenness_centrality(graph, normalized=True)
    # It adds up on several threads: beyond these digits the order shows.
    return np.array([round(found[number], DIGITS) for number in range(count)], np.float64)
