"""The index seam: nearest faces by cosine. Disposable: the catalog can always rebuild it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from likeness.types import FaceId

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


class Index(Protocol):
    """**Protocol:** the vectors of one contract, searched by cosine.

    An index belongs to one contract and says which catalog revision it mirrors, so that the
    workflow can tell whether it is behind. It holds nothing that the catalog does not hold.
    """

    @property
    def revision(self) -> int:
        """The catalog revision that the content mirrors; -1 when never written or unusable.

        Reading it takes notice of what another process has written since.
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

    def search(
        self, queries: NDArray[np.float32], k: int, *, among: frozenset[FaceId] | None = None
    ) -> list[Hits]:
        """Return for each of *queries* (m, d), unit length, its *k* nearest faces.

        Args:
            queries: float32 (m, d).
            k: At least 1; fewer come back where fewer are held.
            among: Only these faces are candidates; None: all.

        Raises:
            ValueError: *k* is below 1, or the queries are no unit vectors of the width held.
        """

    def close(self) -> None:
        """Release files and memory."""
