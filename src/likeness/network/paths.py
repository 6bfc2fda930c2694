"""The path of resemblance: from one face to another over faces that are alike."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from likeness.network.joined import alike_edges, ids_of, joined, numbered
from likeness.types.network import ResemblancePath

if TYPE_CHECKING:
    from rustworkx import PyGraph

    from likeness.types.network import Network, NodeId


def path(network: Network, one: NodeId, other: NodeId) -> ResemblancePath | None:
    """Return the path whose least alike step is most alike; None: nothing joins the two.

    Of several such paths it is one with the fewest steps, and of these the one whose ids come
    first. Edges that are only there because two were together on a photo are no resemblance.

    A path of best weakest steps runs along a spanning tree of the most alike edges (Hu, "The
    maximum capacity route problem", 1961). The tree tells how good the weakest step can be; the
    fewest steps are then looked for among all edges that are as good.

    Args:
        network: Of people or of faces.
        one: Where it begins.
        other: Where it ends; the same node makes a path without a step.

    Raises:
        KeyError: A node is not in the network.
    """
    ids = ids_of(network)
    numbers = numbered(ids)
    begin, end = numbers[one], numbers[other]
    if begin == end:
        return ResemblancePath(nodes=(one,), similarities=(), weakest=1.0)
    edges = alike_edges(network, numbers)
    weakest = _weakest(joined(len(ids), edges), begin, end)
    if weakest is None:
        return None
    near = joined(len(ids), [edge for edge in edges if edge[2] >= weakest])
    nodes = shortest(near, begin, end)
    steps = tuple(near.get_edge_data(*step) for step in pairwise(nodes))
    return ResemblancePath(
        nodes=tuple(ids[node] for node in nodes), similarities=steps, weakest=weakest
    )


def shortest(graph: PyGraph[None, float], begin: int, end: int) -> list[int]:
    """Return the path of fewest steps between two that are joined; of several the smallest one."""
    import rustworkx

    left = {end: 0.0, **rustworkx.dijkstra_shortest_path_lengths(graph, end, _one)}
    nodes = [begin]
    while (steps := left[nodes[-1]]) > 0:
        ahead = (there for there in graph.neighbors(nodes[-1]) if left[there] < steps)
        nodes.append(min(ahead))
    return nodes


def _weakest(graph: PyGraph[None, float], begin: int, end: int) -> float | None:
    """Return how alike the least alike step of the best path is; None: there is no path."""
    import rustworkx

    tree = rustworkx.minimum_spanning_tree(graph, weight_fn=_unlike)
    ways = rustworkx.dijkstra_shortest_paths(tree, begin, target=end)
    if end not in ways:
        return None
    return min(tree.get_edge_data(*step) for step in pairwise(ways[end]))


def _unlike(similarity: float) -> float:
    """Return a weight that is least where two are most alike."""
    return -similarity


def _one(_: float) -> float:
    """Return the length of a step."""
    return 1.0
