"""Chains of look-alikes: each resembles the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from likeness.network.graph import graph_of, parts_of
from likeness.network.joined import alike_edges, ids_of, joined, numbered
from likeness.network.paths import path, shortest
from likeness.types.network import ResemblancePath

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likeness.network.graph import Graph, Whole
    from likeness.types.network import Network, NodeId


def chain(network: Network, through: Sequence[NodeId]) -> ResemblancePath | None:
    """Return a chain through some nodes in the order given; None: two of them are not joined.

    From each to the next it is the path of resemblance. So somebody may be in it twice: where two
    paths lead through the same bridge, say.

    Args:
        network: Of people or of faces.
        through: At least one.

    Raises:
        KeyError: A node is not in the network.
        ValueError: No node is named.
    """
    if not through:
        raise ValueError("A chain leads through at least one node: name those that it is to join.")
    parts = [path(network, one, other) for one, other in pairwise([through[0], *through])]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    return ResemblancePath(
        nodes=(through[0], *(node for part in found for node in part.nodes[1:])),
        similarities=tuple(value for part in found for value in part.similarities),
        weakest=min(part.weakest for part in found),
    )


def longest_chain(network: Network, minimum: float) -> ResemblancePath | None:
    """Return the longest chain without a shortcut; None: no two are as alike.

    Each resembles the next by at least *minimum*, and there is no shorter chain between its ends:
    these are the two who are furthest from each other of all who are joined at all. (The longest
    chain with shortcuts would wind through everybody, and finding it takes longer than anybody
    waits.) Of several the one whose first id is smallest, then whose last one is, then those
    between.

    The ends are found by bounds (Takes and Kosters, "Determining the diameter of small world
    networks", 2011): from how far everybody is from a few, it follows of most others that they
    cannot be ends.

    Args:
        network: Of people or of faces.
        minimum: How alike each must be to the next: a cosine.
    """
    ids = ids_of(network)
    edges = [edge for edge in alike_edges(network, numbered(ids)) if edge[2] >= minimum]
    if not edges:
        return None
    ends = np.array([edge[:2] for edge in edges], np.int64)
    begin, end = _ends(graph_of(len(ids), ends, np.ones(len(ends))))
    graph = joined(len(ids), edges)
    nodes = shortest(graph, begin, end)
    steps = tuple(graph.get_edge_data(*step) for step in pairwise(nodes))
    return ResemblancePath(
        nodes=tuple(ids[node] for node in nodes), similarities=steps, weakest=min(steps)
    )


def _ends(graph: Graph) -> tuple[int, int]:
    """Return the two nodes with the most steps between them; of several the smallest."""
    part = parts_of(graph)
    least, most = np.zeros(graph.count, np.int64), np.bincount(part)[part] - 1
    furthest = 0
    while len(unsure := np.flatnonzero(most > furthest)):
        # Whoever might be further than all that is known. Two of these are looked at: who might be
        # furthest, and who is nearest to all, which tells most about the others.
        far, near = unsure[np.argmax(most[unsure])], unsure[np.argmin(least[unsure])]
        for node in {int(far), int(near)}:
            furthest = max(furthest, _look(graph, node, least, most))
    perhaps = np.flatnonzero(most >= furthest).tolist()
    begin = next(node for node in perhaps if _far(graph, node) == furthest)
    return begin, int(np.argmax(_steps(graph, begin)))


def _look(graph: Graph, node: int, least: Whole, most: Whole) -> int:
    """Return how far the furthest of a node is, and narrow down how far that of others is."""
    steps = _steps(graph, node)
    there = steps >= 0
    own = int(steps.max())
    np.maximum(least, np.maximum(steps, own - steps), out=least, where=there)
    np.minimum(most, own + steps, out=most, where=there)
    least[node] = most[node] = own
    return own


def _far(graph: Graph, node: int) -> int:
    """Return how many steps it takes to the furthest of a node."""
    return int(_steps(graph, node).max())


def _steps(graph: Graph, node: int) -> Whole:
    """Return (n,) how many steps it takes from one node to each; -1: none lead there."""
    from likeness.network.path_kernels import steps_from

    steps: Whole = steps_from(graph.starts, graph.others, node)
    return steps
