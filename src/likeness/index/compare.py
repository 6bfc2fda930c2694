"""Whether an index holds what the catalog holds: face by face, number by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likeness.types import FaceId, FaceTags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.index.base import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """In what an index differs from the catalog; every tuple is sorted."""

    missing: tuple[FaceId, ...]  # not held
    surplus: tuple[FaceId, ...]  # held, and unknown to the catalog
    vectors: tuple[FaceId, ...]  # held with another vector
    tags: tuple[FaceId, ...]  # held with the right vector and other tags, or none

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.missing or self.surplus or self.vectors or self.tags)

    def in_words(self) -> str:
        """Return them counted, in words: "2 faces missing, 1 with other tags"."""
        counts = (
            (len(self.missing), "missing"),
            (len(self.surplus), "too many"),
            (len(self.vectors), "with another vector"),
            (len(self.tags), "with other tags"),
        )
        told = [f"{count} {what}" for count, what in counts if count]
        if not told:
            return "no differences"
        first, _, rest = told[0].partition(" ")
        noun = "face" if first == "1" else "faces"
        return ", ".join([f"{first} {noun} {rest}", *told[1:]])


def compare(
    index: Index,
    ids: Sequence[FaceId],
    vectors: NDArray[np.float32],
    tags: Mapping[FaceId, FaceTags] | None,
) -> Differences:
    """Return in what *index* differs from what the catalog holds.

    Args:
        index: Read whole, in batches.
        ids: Of all faces that it should hold.
        vectors: float32 (n, d), one for each of *ids*; compared bit by bit.
        tags: Of those faces; None: tags do not matter.

    Raises:
        StoreUnavailableError: The index cannot be read.
    """
    rows = {face: row for row, face in enumerate(ids)}
    held: set[FaceId] = set()
    surplus, other_vectors, other_tags = [], [], []
    for content in index.contents():
        for face, vector, known in zip(content.ids, content.vectors, content.tags, strict=True):
            held.add(face)
            if face not in rows:
                surplus.append(face)
            elif vector.tobytes() != vectors[rows[face]].tobytes():
                other_vectors.append(face)
            elif tags is not None and known != tags.get(face):
                other_tags.append(face)
    return Differences(
        missing=tuple(sorted(rows.keys() - held)),
        surplus=tuple(sorted(surplus)),
        vectors=tuple(sorted(other_vectors)),
        tags=tuple(sorted(other_tags)),
    )
