"""The most alike of each face and of each person, as they are kept.

Who is nobody's face any more, or is somebody else's, takes the rows about it and about these people
along. So a node without rows is one that has to be worked out, and a node that has fewer than it
might has lost one: that is all that `workflows.network.level` needs to know of what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, union

from likeness.catalog import togetherness
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import STREAM, chunks
from likeness.catalog.network_store import Neighbours
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import face, mirrored, neighbour, person, together
from likeness.types import Contract, FaceId, NodeId, NodeKind, PersonId

LETTERS: dict[NodeKind, str] = {"faces": "f", "people": "p"}
"""What the ids of faces and of people begin with."""


def revisions(connection: Connection, contract: Contract, kind: NodeKind) -> tuple[int, int] | None:
    """Return what the neighbours are level with; see `NetworkStore.mirrored`."""
    row = connection.execute(
        select(mirrored.c.revision, mirrored.c.tagged).where(
            mirrored.c.contract == contract, mirrored.c.kind == kind
        )
    ).one_or_none()
    return None if row is None else (row.revision, row.tagged)


def read(
    connection: Connection, contract: Contract, kind: NodeKind, nodes: Collection[NodeId] | None
) -> dict[NodeId, dict[NodeId, float]]:
    """Return the neighbours of each node; see `NetworkStore.neighbours`."""
    found: dict[NodeId, dict[NodeId, float]] = {}
    parts = [None] if nodes is None else chunks(sorted(nodes))
    for part in parts:
        among = _are(contract, kind)
        if part is not None:
            among &= neighbour.c.node.in_(part)
        rows = connection.execute(
            select(neighbour.c.node, neighbour.c.other, neighbour.c.similarity)
            .where(among)
            .order_by(neighbour.c.node, neighbour.c.similarity.desc(), neighbour.c.other),
            execution_options={"yield_per": STREAM},
        )
        for node, other, similarity in rows:
            found.setdefault(NodeId(node), {})[NodeId(other)] = similarity
    return found


def tallies(
    connection: Connection, contract: Contract, kind: NodeKind
) -> dict[NodeId, tuple[int, float]]:
    """Return number and least similarity of each node's; see `NetworkStore.tallies`."""
    rows = connection.execute(
        select(neighbour.c.node, func.count(), func.min(neighbour.c.similarity))
        .where(_are(contract, kind))
        .group_by(neighbour.c.node)
    )
    return {NodeId(node): (count, least) for node, count, least in rows}


def pointing_at(
    connection: Connection, contract: Contract, kind: NodeKind, nodes: Iterable[NodeId]
) -> dict[NodeId, int]:
    """Return who has *nodes* for neighbours; see `NetworkStore.pointing_at`."""
    found: Counter[NodeId] = Counter()
    for part in chunks(nodes):
        rows = connection.execute(
            select(neighbour.c.node, func.count())
            .where(_are(contract, kind), neighbour.c.other.in_(part))
            .group_by(neighbour.c.node)
        )
        found.update({NodeId(node): count for node, count in rows})
    return dict(found)


def write(
    connection: Connection,
    contract: Contract,
    kind: NodeKind,
    *,
    replaced: Neighbours,
    gone: Collection[NodeId],
    level: tuple[int, int],
) -> None:
    """Replace the neighbours of some nodes; see `NetworkStore.write_neighbours`."""
    for part in chunks([*replaced, *gone]):
        connection.execute(
            delete(neighbour).where(_are(contract, kind), neighbour.c.node.in_(part))
        )
    for part in chunks(gone):
        connection.execute(
            delete(neighbour).where(_are(contract, kind), neighbour.c.other.in_(part))
        )
    for nodes in chunks(replaced):
        rows = [
            {"contract": contract, "node": node, "other": other, "similarity": similarity}
            for node in nodes
            for other, similarity in replaced[node].items()
        ]
        insert_rows(connection, neighbour, rows)
    connection.execute(
        delete(mirrored).where(mirrored.c.contract == contract, mirrored.c.kind == kind)
    )
    revision, tagged = level
    connection.execute(
        insert(mirrored).values(contract=contract, kind=kind, revision=revision, tagged=tagged)
    )


def drop(connection: Connection, faces: Iterable[FaceId], people: Iterable[PersonId]) -> None:
    """Delete all edges of faces that leave or come back, and of people whose faces change."""
    gone, others = list(faces), sorted(people)
    if not gone and not others:
        return
    contracts = list(connection.execute(select(contract_table.c.name)).scalars())
    for part in chunks([*gone, *others]):
        connection.execute(
            delete(neighbour).where(neighbour.c.contract.in_(contracts), neighbour.c.node.in_(part))
        )
        connection.execute(delete(neighbour).where(neighbour.c.other.in_(part)))
    togetherness.drop(connection, others)


def wrong(connection: Connection) -> list[str]:
    """Return what does not hold, for `check`."""
    ends = union(
        select(neighbour.c.node),
        select(neighbour.c.other),
        select(together.c.one),
        select(together.c.other),
    ).subquery()
    end = ends.c[0]
    known = [select(table.c.id).where(table.c.id == end).exists() for table in (face, person)]
    dangling = select(func.count()).select_from(ends).where(~known[0], ~known[1])
    nobodys = connection.execute(dangling).scalar_one()
    return [f"edges of {nobodys} faces or people who are gone"] if nobodys else []


def _are(contract: Contract, kind: NodeKind) -> ColumnElement[bool]:
    """Return the condition that rows are of one contract, and of faces or of people."""
    letter = LETTERS[kind]
    return (
        (neighbour.c.contract == contract)
        & (neighbour.c.node >= letter)
        & (neighbour.c.node < chr(ord(letter) + 1))
    )
