"""What is asked of the network of everybody: paths, look-alikes, who was never together, bridges.

A drawn network leaves out what would not fit on a page. These look at every edge that the library
keeps, and stay in memory until something changes.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from likeness.errors import UsageError
from likeness.types import (
    Alike,
    Bridge,
    Contract,
    Network,
    NodeId,
    NodeKind,
    ResemblancePath,
)
from likeness.workflows.network import kept
from likeness.workflows.network.everybody import everybody, with_groups, with_ties
from likeness.workflows.people import face_id, person_id

if TYPE_CHECKING:
    from likeness.workflows.parts import Parts

MOST_BRIDGES = 1_000  # that are remembered


class State(NamedTuple):
    """What an answer rests on: where this is the same, the answer is."""

    contract: Contract
    revision: int
    tags: int
    edit: int


class Queries:
    """Asks the networks of one library. Threads may share it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = threading.RLock()  # bridges ask for the network
        self._seen: State | None = None
        self._known: dict[NodeKind, Network] = {}
        self._bridges: tuple[tuple[State, str | None], list[Bridge]] | None = None

    def path(self, keys: Sequence[str], of: NodeKind) -> ResemblancePath | None:
        """Return how each leads to the next; see `Library.resemblance_path`."""
        from likeness.network.chains import chain

        through = [self._node(key, of) for key in keys]
        for one, other in pairwise(through):
            if one == other:
                raise UsageError("A path leads from one to another: name two who differ.")
        network = self._network(of)
        there = {node.node for node in network.nodes}
        for key, node in zip(keys, through, strict=True):
            if node not in there:
                raise UsageError(
                    f"{key} is in no network: hidden, opted out, set aside, or without a face "
                    "that counts."
                )
        return chain(network, through)

    def longest_chain(self) -> ResemblancePath | None:
        """Return the longest chain of look-alikes; see `Library.longest_chain`."""
        from likeness.network.chains import longest_chain

        network = self._network("people")
        return longest_chain(network, network.minimum)

    def relatives(self, limit: int) -> list[Alike]:
        """Return who looks alike and was never together; see `Library.long_lost`."""
        from likeness.network.relatives import long_lost

        return long_lost(self._network("people"), limit)

    def alike(self, limit: int) -> list[Alike]:
        """Return who looks alike; see `Library.look_alikes`."""
        from likeness.network.relatives import look_alikes

        return look_alikes(self._network("people"), limit)

    def bridges(self, limit: int) -> list[Bridge]:
        """Return through whom groups hang together; see `Library.bridges`.

        The groups are those of the network that was drawn last, so that a page can point at them.
        """
        from likeness.network.bridges import bridges

        with self._lock:
            state = (_state(self._parts), kept.digest(self._parts, "people"))
            if self._bridges is None or self._bridges[0] != state:
                drawn = kept.newest(self._parts, "people")
                joined = with_groups(self._network("people")) if drawn is None else with_ties(drawn)
                self._bridges = (state, bridges(joined, MOST_BRIDGES))
            return self._bridges[1][:limit]

    def _node(self, key: str, of: NodeKind) -> NodeId:
        if of == "faces":
            return NodeId(face_id(self._parts, key))
        return NodeId(person_id(self._parts, key))

    def _network(self, of: NodeKind) -> Network:
        with self._lock:
            state = _state(self._parts)
            if state != self._seen:  # who was forgotten stays in no memory either
                self._seen = state
                self._known.clear()
            if of not in self._known:
                self._known[of] = everybody(self._parts, of)
            return self._known[of]


def _state(parts: Parts) -> State:
    catalog = parts.catalog
    newest = catalog.history(limit=1)
    return State(
        parts.contract,
        catalog.revision(parts.contract),
        catalog.tag_revision(),
        newest[0].edit if newest else 0,
    )
