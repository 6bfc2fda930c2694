"""A network as rustworkx takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rustworkx import PyGraph

    from likeness.types.network import Network, NodeId


def ids_of(network: Network) -> list[NodeId]:
    """Return the ids of all nodes, ascending, so that the order of numbers is that of ids."""
    return sorted(node.node for node in network.nodes)


def alike_edges(network: Network, numbers: dict[NodeId, int]) -> list[tuple[int, int, float]]:
    """Return both ends and the cosine of each edge whose likeness is known.

    Args:
        network: The network.
        numbers: Of its nodes, and of no others.
    """
    return [
        (numbers[edge.one], numbers[edge.other], edge.similarity)
        for edge in network.edges
        if edge.similarity is not None
    ]


def joined(count: int, edges: list[tuple[int, int, float]]) -> PyGraph[None, float]:
    """Return the graph of some edges; nodes have no payload, edges their cosine."""
    import rustworkx

    graph: PyGraph[None, float] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * count)
    graph.add_edges_from(edges)
    return graph


def numbered(ids: list[NodeId]) -> dict[NodeId, int]:
    """Return the number of each id: its place among them."""
    return {node: number for number, node in enumerate(ids)}
