"""What a graph database does for us, and what a push to one has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push has changed; a second push of the same network changes nothing."""

    nodes: int  # of the network
    relationships: int  # of the network: likenesses, and pairs on photos together
    written: int  # nodes and relationships that are new or were otherwise
    removed: int  # nodes and relationships that are no longer in the network


class GraphStore(Protocol):
    """**Protocol:** a connection to a graph database.

    Statements are ours; whatever comes from a library travels as rows beside them.
    """

    def prepare(self) -> None:
        """Make tables or indexes that are missing."""

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows that answer a query."""

    def write(self, changes: Sequence[tuple[str, Sequence[Row]]]) -> None:
        """Run each statement with its rows as $rows, in order, and all or none of them."""

    def close(self) -> None:
        """Let go of the database."""
