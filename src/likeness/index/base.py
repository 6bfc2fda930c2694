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
    """The nearest faces of one query, most similar first; equal similarities sorted by id."""

    ids: tuple[FaceId, ...]
    similarities: NDArray[np.float32]  # (k,), cosine


class Index(Protocol):
    """**Protocol:** the vectors of one contract, searched by cosine.

    An index belongs to one contract and says which catalog revision it mirrors, so that the
    workflow can tell whether it is behind. It holds nothing that the catalog does not hold.
    """

    @property
    def revision(self) -> int:
        """The catalog revision that the content mirrors; -1 when empty or unusable."""

    def __len__(self) -> int:
        """Return the number of faces held."""

    def replace(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        """Hold exactly these faces: *vectors* (n, d), unit length. Whole or not at all."""

    def extend(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        """Add faces (known ids are replaced). Whole or not at all."""

    def search(
        self, queries: NDArray[np.float32], k: int, *, among: frozenset[FaceId] | None = None
    ) -> list[Hits]:
        """Return for each of *queries* (m, d), unit length, its *k* nearest faces.

        Args:
            queries: float32 (m, d).
            k: At least 1; fewer come back where fewer are held.
            among: Only these faces are candidates; None: all.
        """

    def close(self) -> None:
        """Release files and memory."""
