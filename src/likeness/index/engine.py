"""The seam below `QdrantIndex`: what it asks of an engine that keeps points.

An engine belongs to one index. It keeps generations, each of them a set of points of its own, and
knows which one is current.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from likeness.errors import StoreUnavailableError
from likeness.index.conditions import Conditions
from likeness.index.points import Payload, Points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class GenerationGoneError(Exception):
    """The generation does not exist (any more). Never leaves this package."""


class UnreachableError(StoreUnavailableError):
    """The engine did not answer for as long as it was asked: do not ask it to tidy up, too."""


@dataclass(frozen=True, slots=True)
class Near:
    """The points that an engine finds nearest to one query, in no order that counts."""

    numbers: NDArray[np.uint64]  # (n,)
    vectors: NDArray[np.float32]  # (n, d)


class Engine(Protocol):
    """**Protocol:** generations of points.

    Every method raises `StoreUnavailableError`, `SettingsError` or `LibraryBusyError`, and no
    foreign exception. Whatever writes may be repeated, and is on the disk when it returns. All but
    `current`, `generations`, `create`, `delete` and `close` raise `GenerationGoneError`.
    """

    alone: bool
    """Whether no other process can write while this one has the engine open."""

    exact: bool
    """Whether it always looks at all points."""

    def current(self) -> Payload | None:
        """Return the payload of the point of state in the current generation; None: none."""

    def generations(self) -> list[str]:
        """Return the names of all generations of this index."""

    def create(self, generation: str, width: int) -> None:
        """Make an empty generation for vectors of *width* numbers."""

    def switch(self, generation: str | None) -> None:
        """Make *generation* the current one, in one step; None: there is none any more."""

    def delete(self, generation: str) -> None:
        """Delete a generation; no error if there is none of that name."""

    def upsert(self, generation: str, parts: Iterable[Points]) -> None:
        """Write points over those with the same numbers."""

    def set_state(self, generation: str, payload: Payload) -> None:
        """Write the point of state."""

    def set_payloads(
        self, generation: str, payloads: Sequence[tuple[NDArray[np.uint64], Payload]]
    ) -> None:
        """Give points, all of which exist, new payloads in place of the old ones."""

    def retrieve(self, generation: str, numbers: NDArray[np.uint64], *, vectors: bool) -> Points:
        """Return those of the points *numbers* that exist, in any order."""

    def scroll(self, generation: str, start: int | None) -> tuple[Points, int | None]:
        """Return some points by number from *start*, and where to go on; None: that was all."""

    def search(
        self,
        generation: str,
        queries: NDArray[np.float32],
        limit: int,
        conditions: Conditions,
        *,
        exact: bool,
    ) -> list[Near]:
        """Return for each of *queries* (m, d) the *limit* nearest points that fulfil *conditions*.

        Args:
            generation: Where to look.
            queries: float32 (m, d).
            limit: Fewer come back only where fewer fulfil them.
            conditions: None of them without an answer (`can_hold`).
            exact: Look at all points, not only where a graph leads to.
        """

    def close(self) -> None:
        """Release what the engine holds."""
