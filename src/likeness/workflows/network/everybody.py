"""The network of everybody, with every edge that is kept: to be asked, not to be drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from likeness.errors import UsageError
from likeness.types import (
    FaceId,
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    NodeKind,
    Person,
    PersonId,
)
from likeness.workflows.network.changes import NEAREST
from likeness.workflows.network.level import level
from likeness.workflows.network.similarity import similarity_scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likeness.workflows.parts import Parts

MOST = 50_000  # nodes: each brings 16 edges, and more would take gigabytes to be asked
DIGITS = 4  # of similarities, as in every network


def everybody(parts: Parts, of: NodeKind) -> Network:
    """Return all people, or all faces, with the most alike of each and who was together.

    Hidden people and those who opted out are left out. Nobody has a place or a community.

    Raises:
        UsageError: There are too many.
        LibraryBusyError: Somebody else is writing.
    """
    catalog, contract = parts.catalog, parts.contract
    people = {row.person: row for row in catalog.people() if not row.opted_out}
    nodes = _people(people) if of == "people" else _faces(parts, people)
    if len(nodes) > MOST or not level(catalog, contract, of):
        raise UsageError(
            f"There are {len(nodes):,} {of}, and {MOST:,} are the most that can be asked at once: "
            "draw the network of a collection instead."
        )
    alike = _alike(catalog.network.neighbours(contract, of), nodes)
    photos: Mapping[tuple[PersonId, PersonId], int] = {}
    if of == "people":
        catalog.network.level_together()
        photos = catalog.network.together()
    together = {
        (NodeId(one), NodeId(other)): count
        for (one, other), count in photos.items()
        if NodeId(one) in nodes and NodeId(other) in nodes
    }
    scale = similarity_scale(catalog, contract)
    return Network(
        of=of,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        contract=contract,
        minimum=scale.minimum,
        nearest=NEAREST,
        seed=0,
        left_out=0,
        nodes=tuple(nodes[node] for node in sorted(nodes)),
        edges=tuple(
            NetworkEdge(
                one=ends[0],
                other=ends[1],
                similarity=alike.get(ends),
                photos=together.get(ends, 0),
            )
            for ends in sorted({*alike, *together})
        ),
        scale=scale,
    )


def with_ties(network: Network) -> Network:
    """Return the network of those who have to do with each other.

    Joined are two who are alike enough, or on a photo together: that somebody is the nearest of
    all strangers joins nobody.
    """
    edges = tuple(
        edge
        for edge in network.edges
        if edge.photos or (edge.similarity is not None and edge.similarity >= network.minimum)
    )
    return replace(network, edges=edges)


def with_groups(network: Network) -> Network:
    """Return the same as `with_ties`, with the groups that these form."""
    import numpy as np

    from likeness.network.drawing import communities

    joined = with_ties(network)
    rows = {node.node: row for row, node in enumerate(joined.nodes)}
    ends = np.array([(rows[edge.one], rows[edge.other]) for edge in joined.edges], np.intp)
    weights = np.ones(len(joined.edges))
    groups = communities(len(rows), ends.reshape(-1, 2), weights, seed=joined.seed).tolist()
    return replace(joined, nodes=tuple(map(_grouped, joined.nodes, groups)))


def _grouped(node: NetworkNode, group: int) -> NetworkNode:
    return replace(node, community=group)


def _people(people: Mapping[PersonId, Person]) -> dict[NodeId, NetworkNode]:
    return {NodeId(id_): _node(id_, row, row.feature, row.faces) for id_, row in people.items()}


def _faces(parts: Parts, people: Mapping[PersonId, Person]) -> dict[NodeId, NetworkNode]:
    known = parts.catalog.grouping_faces(parts.contract, vectors=False)
    return {
        NodeId(face): _node(face, None if person is None else people[person], face, 1)
        for face, person in zip(known.ids, known.persons, strict=True)
        if person is None or person in people
    }


def _node(id_: str, person: Person | None, face: FaceId | None, faces: int) -> NetworkNode:
    return NetworkNode(
        node=NodeId(id_),
        person=None if person is None else person.person,
        name=None if person is None else person.name,
        face=face,
        faces=faces,
        community=0,
        x=0.0,
        y=0.0,
    )


def _alike(
    neighbours: Mapping[NodeId, Mapping[NodeId, float]], nodes: Mapping[NodeId, NetworkNode]
) -> dict[tuple[NodeId, NodeId], float]:
    """Return how alike two are of whom one is among the other's nearest, the smaller id first."""
    return {
        (min(node, other), max(node, other)): round(cosine, DIGITS)
        for node, near in neighbours.items()
        if node in nodes
        for other, cosine in near.items()
        if other in nodes
    }
