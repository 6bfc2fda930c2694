"""The network seam: who resembles whom, and who is on photos with whom, as it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from likeness.types import Contract, NodeId, NodeKind, PersonId

Neighbours = Mapping[NodeId, Mapping[NodeId, float]]
"""Of each node its neighbours with their cosines, the most alike first, equal ones by id."""


class NetworkStore(Protocol):
    """**Protocol:** edges between faces, and between people, that are worked out elsewhere.

    All of it is derived. Whatever changes a face or the faces of a person takes the edges of that
    face or person away in the same transaction: what is kept is never wrong, it only lacks
    something until it is brought level again. So who is forgotten is in no edge from then on.
    """

    def mirrored(self, contract: Contract, kind: NodeKind) -> tuple[int, int] | None:
        """Return the revisions that the neighbours are level with; None: they never were.

        That of the contract, and that of the tags; see `Catalog.revision` and `tag_revision`.
        """

    def neighbours(
        self, contract: Contract, kind: NodeKind, nodes: Collection[NodeId] | None = None
    ) -> dict[NodeId, dict[NodeId, float]]:
        """Return the neighbours that are kept of each node, the most alike first, then by id.

        Args:
            contract: Name of the space.
            kind: Of people or of faces.
            nodes: Only of these; None: of all. Those without any are left out.
        """

    def tallies(self, contract: Contract, kind: NodeKind) -> dict[NodeId, tuple[int, float]]:
        """Return how many neighbours are kept of each node, and how alike the least one is."""

    def pointing_at(
        self, contract: Contract, kind: NodeKind, nodes: Collection[NodeId]
    ) -> dict[NodeId, int]:
        """Return which nodes have some of *nodes* for neighbours, and how many of them."""

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
        """Replace the neighbours of some nodes, and note what all are level with now.

        Args:
            contract: Name of the space.
            kind: Of people or of faces.
            replaced: All neighbours of each of these nodes.
            gone: These are no nodes any more, and nobody's neighbours.
            revision: Of the contract.
            tagged: Of the tags.
        """

    def level_together(self) -> None:
        """Count again who is on photos together, of those whose faces changed since."""

    def together(
        self, people: Collection[PersonId] | None = None, *, collection: str | None = None
    ) -> dict[tuple[PersonId, PersonId], int]:
        """Return on how many photos two people are together, by ids, the smaller one first.

        Pairs that are on none are left out. All faces that are a person's count, those of people
        who are hidden too. `level_together` first, unless for a collection.

        Args:
            people: Only pairs of two of these; None: of all.
            collection: Only photos in it; counted afresh.

        Raises:
            UnknownCollectionError: There is no collection of that name.
        """
