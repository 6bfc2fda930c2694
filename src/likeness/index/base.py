"""The index seam: nearest faces by cosine. Disposable: the catalog can always rebuild it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from likeness.types import FaceId, FaceStatus, FaceTags, PersonId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The nearest faces of one query, most similar first; equal similarities sorted by id.

    An index that claims to be exact computes them in float64 and rounds them to float32 before it
    ranks, so that the answer is the same on every machine.
    """

    ids: tuple[FaceId, ...]
    similarities: NDArray[np.float32]  # (k,), cosine


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which faces a search is about: every condition given must hold of their tags.

    A face whose tags are not known fulfils no condition.
    """

    people: frozenset[PersonId] | None = None  # one of these
    collections: frozenset[str] | None = None  # in at least one of these
    statuses: frozenset[FaceStatus] | None = None
    min_quality: float | None = None
    taken_from: datetime | None = None  # on the camera's clock; included
    taken_until: datetime | None = None  # excluded

    def holds(self, tags: FaceTags | None) -> bool:
        """Return whether a face with *tags* is meant: the rule that every index is held to."""
        if self == Where():
            return True
        if tags is None:
            return False
        return (
            (self.people is None or tags.person in self.people)
            and (self.collections is None or not self.collections.isdisjoint(tags.collections))
            and (self.statuses is None or tags.status in self.statuses)
            and (
                self.min_quality is None
                or (tags.quality is not None and tags.quality >= self.min_quality)
            )
            and _in_time(tags.taken, self.taken_from, self.taken_until)
        )


def _in_time(taken: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    if start is None and end is None:
        return True
    if taken is None:
        return False
    return (start is None or taken >= start) and (end is None or taken < end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Some of the faces that an index holds, in no order that means anything."""

    ids: tuple[FaceId, ...]
    vectors: NDArray[np.float32]  # (n, d), as they were given
    tags: tuple[FaceTags | None, ...]  # None: not known


class Index(Protocol):
    """**Protocol:** the vectors of one contract, searched by cosine.

    An index belongs to one contract and says which catalog revision it mirrors, so that the
    workflow can tell whether it is behind. It holds nothing that the catalog does not hold.
    """

    @property
    def revision(self) -> int:
        """The catalog revision that the content mirrors; -1 when never written or unusable.

        Reading it takes notice of what another process has written since.

        Raises:
            StoreUnavailableError: Connection lost. Every method may raise it, and
                `SettingsError` where a server refuses who we are.
        """

    def __len__(self) -> int:
        """Return the number of faces held."""

    def replace(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        """Hold exactly these faces: *vectors* (n, d), unit length. Whole or not at all.

        Searches that run meanwhile, also in other processes, see the old faces or the new ones.

        Raises:
            ValueError: Not one unit vector for each of different ids.
            LibraryBusyError: Another process writes and does not finish.
            StoreUnavailableError: Disk full, no permission, connection lost.
        """

    def extend(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        """Add faces (known ids are replaced). Whole or not at all. Raises as `replace` does."""

    @property
    def tagged(self) -> int:
        """The tag revision of the catalog that the tags mirror; -1: they mirror none."""

    def tag(self, tags: Mapping[FaceId, FaceTags], revision: int) -> None:
        """Say what is known of faces; faces that are not held are left out.

        Should it fail, some faces may have their new tags, but `tagged` stays what it was: saying
        the same again mends it. `extend` keeps the tags of all faces held, `replace` drops all.

        Raises:
            LibraryBusyError: Another process writes and does not finish.
            StoreUnavailableError: Disk full, no permission, connection lost.
        """

    def search(
        self,
        queries: NDArray[np.float32],
        k: int,
        *,
        among: frozenset[FaceId] | None = None,
        where: Where | None = None,
    ) -> list[Hits]:
        """Return for each of *queries* (m, d), unit length, its *k* nearest faces.

        Args:
            queries: float32 (m, d).
            k: At least 1; fewer come back where fewer are held.
            among: Only these faces are candidates; None: all.
            where: Only faces whose tags fulfil it are candidates; None: all.

        Raises:
            ValueError: *k* is below 1, or the queries are no unit vectors of the width held.
        """

    def contents(self) -> Iterator[Content]:
        """Yield everything held, in batches, to be compared with the catalog.

        Raises:
            StoreUnavailableError: Connection lost, or replaced meanwhile.
        """

    def drop(self) -> None:
        """Delete everything held, for good. Holds nothing and mirrors nothing afterwards."""

    def close(self) -> None:
        """Release files and memory."""
