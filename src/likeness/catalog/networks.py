"""Kept networks in a relational database."""

from __future__ import annotations

from collections.abc import Collection

from likeness.catalog import neighbours, togetherness
from likeness.catalog.database import Database
from likeness.catalog.network_store import Neighbours
from likeness.types import Contract, NodeId, NodeKind, PersonId


class SqlNetworks:
    """Edges in the tables of a library: fulfils `NetworkStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def mirrored(self, contract: Contract, kind: NodeKind) -> tuple[int, int] | None:
        with self._db.reading() as connection:
            return neighbours.revisions(connection, contract, kind)

    def neighbours(
        self, contract: Contract, kind: NodeKind, nodes: Collection[NodeId] | None = None
    ) -> dict[NodeId, dict[NodeId, float]]:
        with self._db.reading() as connection:
            return neighbours.read(connection, contract, kind, nodes)

    def tallies(self, contract: Contract, kind: NodeKind) -> dict[NodeId, tuple[int, float]]:
        with self._db.reading() as connection:
            return neighbours.tallies(connection, contract, kind)

    def pointing_at(
        self, contract: Contract, kind: NodeKind, nodes: Collection[NodeId]
    ) -> dict[NodeId, int]:
        with self._db.reading() as connection:
            return neighbours.pointing_at(connection, contract, kind, nodes)

    def write_neighbours(
        self,
        contract: Contract,
        kind: NodeKind,
        *,
        replaced: Neighbours,
        gone: Collection[NodeId],
        revision: int,
        tagged: int,
    ) -> None:
        with self._db.writing() as connection:
            level = (revision, tagged)
            neighbours.write(connection, contract, kind, replaced=replaced, gone=gone, level=level)

    def level_together(self) -> None:
        with self._db.reading() as connection:
            if not togetherness.behind(connection):
                return
        with self._db.writing() as connection:
            togetherness.level(connection)

    def together(
        self, people: Collection[PersonId] | None = None, *, collection: str | None = None
    ) -> dict[tuple[PersonId, PersonId], int]:
        with self._db.reading() as connection:
            return togetherness.read(connection, people, collection)
