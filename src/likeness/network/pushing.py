"""Pushing a network: a graph database is brought level with it, by what differs alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from likeness.network.export.names import sound
from likeness.network.graph_store import GraphStore, Pushed, Row
from likeness.network.schema import NODE_PROPERTIES, RELATIONSHIPS, label_of
from likeness.types.network import Network

AT_ONCE = 1000  # rows of one statement

Ends = tuple[str, str]
Change = tuple[str, Sequence[Row]]


def push(network: Network, store: GraphStore) -> Pushed:
    """Bring the part of a graph database that is ours level with a network.

    Nodes of the other kind (faces, if the network is of people) stay, as does whatever else is in
    the database, except relationships of others to a node that is removed.

    Raises:
        SettingsError: The database was refused, or is not as we need it.
        StoreUnavailableError: The database could not do it; it is as it was before.
    """
    store.prepare()
    label = label_of(network.of)
    edges, gone_edges = [], []
    total = 0
    for kind, told in RELATIONSHIPS.items():
        wanted = _relationships(network, told)
        total += len(wanted)
        there = {
            (one, other): value
            for one, other, value in store.read(
                f"MATCH (one:{label})-[r:{kind}]->(other:{label}) RETURN one.id, other.id, r.{told}"
            )
        }
        gone = [_ends(ends) for ends in sorted(there.keys() - wanted.keys())]
        gone_edges.append((_removing(label, kind), gone))
        new = [
            {**_ends(ends), "value": value}
            for ends, value in wanted.items()
            if ends not in there or there[ends] != value
        ]
        edges.append((_relating(label, kind, told), new))
    nodes, gone_nodes = _nodes(network, label, store)
    # Relationships go before their nodes, so that each is counted once; nodes come before theirs.
    changes = [*gone_edges, gone_nodes, nodes, *edges]
    store.write([part for change in changes for part in _batches(change)])
    return Pushed(
        nodes=len(network.nodes),
        relationships=total,
        written=sum(len(rows) for _, rows in (nodes, *edges)),
        removed=sum(len(rows) for _, rows in (gone_nodes, *gone_edges)),
    )


def _nodes(network: Network, label: str, store: GraphStore) -> tuple[Change, Change]:
    """Return what makes nodes as they should be, and what removes those that are gone."""
    told = ", ".join(f"n.{name}" for name in NODE_PROPERTIES)
    there = {row[0]: row[1:] for row in store.read(f"MATCH (n:{label}) RETURN n.id, {told}")}
    wanted: dict[str, Mapping[str, Any]] = {
        sound(node.node): {
            "name": None if node.name is None else sound(node.name),
            "face": node.face,
            "faces": int(node.faces),
            "community": int(node.community),
            "x": float(node.x),
            "y": float(node.y),
        }
        for node in network.nodes
    }
    set_all = ", ".join(f"n.{name} = row.{name}" for name in NODE_PROPERTIES)
    making = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET {set_all}"
    new = [
        {"id": node, **values}
        for node, values in wanted.items()
        if node not in there or there[node] != tuple(values[name] for name in NODE_PROPERTIES)
    ]
    leaving = f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n"
    gone = [{"id": node} for node in sorted(there.keys() - wanted.keys())]
    return (making, new), (leaving, gone)


def _relationships(network: Network, told: str) -> dict[Ends, float | int]:
    """Return each pair and what is told of it: its likeness, or its photos."""
    if told == "similarity":
        return {
            (sound(edge.one), sound(edge.other)): float(edge.similarity)
            for edge in network.edges
            if edge.similarity is not None
        }
    return {
        (sound(edge.one), sound(edge.other)): int(edge.photos)
        for edge in network.edges
        if edge.photos
    }


def _matching(label: str) -> str:
    return f"UNWIND $rows AS row MATCH (one:{label} {{id: row.one}})"


def _relating(label: str, kind: str, told: str) -> str:
    return (
        f"{_matching(label)}, (other:{label} {{id: row.other}}) "
        f"MERGE (one)-[r:{kind}]->(other) SET r.{told} = row.value"
    )


def _removing(label: str, kind: str) -> str:
    return f"{_matching(label)}-[r:{kind}]->(other:{label} {{id: row.other}}) DELETE r"


def _ends(ends: Ends) -> dict[str, Any]:
    return {"one": ends[0], "other": ends[1]}


def _batches(change: Change) -> list[Change]:
    statement, rows = change
    return [(statement, rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE)]
