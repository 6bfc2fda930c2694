"""Who looks like whom, and of those who was never seen together."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from likeness.types.network import Alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likeness.types.network import Network


def look_alikes(network: Network, limit: int) -> list[Alike]:
    """Return the pairs that are most alike, the most alike first, ties by id.

    Pairs that are less alike than the network's minimum are no look-alikes, although they may be
    joined as nearest neighbours. Neither are two faces of one person.

    Args:
        network: Of people or of faces.
        limit: So many at most.
    """
    return heapq.nsmallest(limit, _pairs(network), key=_order)


def long_lost(network: Network, limit: int) -> list[Alike]:
    """Return look-alikes who are on no photo together, the most alike first, ties by id.

    Args:
        network: Of people: faces are never on a photo with anybody.
        limit: So many at most.
    """
    apart = (pair for pair in _pairs(network) if pair.photos == 0)
    return heapq.nsmallest(limit, apart, key=_order)


def _pairs(network: Network) -> Iterator[Alike]:
    """Yield all pairs of different people that are alike."""
    person = {node.node: node.person for node in network.nodes}
    for edge in network.edges:
        if edge.similarity is None or edge.similarity < network.minimum:
            continue
        if person[edge.one] is not None and person[edge.one] == person[edge.other]:
            continue
        yield Alike(one=edge.one, other=edge.other, similarity=edge.similarity, photos=edge.photos)


def _order(pair: Alike) -> tuple[float, str, str]:
    """Return what pairs are sorted by."""
    return (-pair.similarity, pair.one, pair.other)
