"""The people and faces around a face, read from the catalog: as few as an answer needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog, ComparedFace
from likeness.catalog.calendar import years
from likeness.grouping.strangers import Known
from likeness.types import Contract, FaceId, PersonId, PhotoId

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSE = 64
FAR = 2_000
"""Faces that the index is asked for, and if they are all of a few people, or all are wanted."""

AT_ONCE = 64  # nearest faces that are looked up together, until they belong to people enough
PEOPLE = 5  # who are compared: as many as an answer names

# Faces of a person that make their template, beside the nearest ones: the first by photo, whose
# ids are made of content, so that is a sample. Chosen, not fitted: it bounds what a search reads.
FACES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Some faces of a library and whose they are."""

    known: Known
    faces: tuple[ComparedFace, ...]  # (n,) of `known`, in its order
    people: tuple[PersonId, ...]  # as `known.people` counts them

    def person(self, row: int) -> PersonId:
        """Return who a person of `known` is."""
        return self.people[int(self.known.people[row])]


def nearest(
    catalog: Catalog, contract: Contract, hits: Sequence[FaceId], *, people: int = PEOPLE
) -> list[ComparedFace]:
    """Return the nearest faces (*hits*, best first) until they belong to so many people."""
    found: list[ComparedFace] = []
    start, count = 0, AT_ONCE
    while start < len(hits) and len(people_of(found)) < people:
        found += catalog.compared_faces(contract, faces=hits[start : start + count])
        start, count = start + count, start + count
    return found


def people_of(rows: Iterable[ComparedFace]) -> list[PersonId]:
    """Return who has these faces, in this order."""
    return list(dict.fromkeys(row.person for row in rows if row.person is not None))


def around(
    rows: Iterable[ComparedFace],
    people: Sequence[PersonId],
    *,
    without: Collection[PhotoId] = (),
) -> Near | None:
    """Return the faces of some people and of nobody as a small library; None if there are none.

    Args:
        rows: The faces; those of anybody else are left out, and each is taken once.
        people: Who are compared.
        without: Photos of the samples themselves, whose faces speak for nobody.
    """
    numbers = {person: number for number, person in enumerate(people)}
    kept = {row.face: row for row in rows if row.person is None or row.person in numbers}
    faces = [row for _, row in sorted(kept.items()) if row.photo not in without]
    if not faces:
        return None
    known = Known.of(
        np.stack([row.vector for row in faces]),
        np.array([row.quality or 0.0 for row in faces], np.float32),
        np.array([-1 if row.person is None else numbers[row.person] for row in faces], np.intp),
        taken=np.array([years(row.taken) for row in faces]),
        age=np.array([np.nan if row.age is None else row.age for row in faces], np.float32),
    )
    ordered = tuple(faces[row] for row in known.rows.tolist())
    return Near(known=known, faces=ordered, people=tuple(people))


def vectors_of(rows: Sequence[ComparedFace]) -> NDArray[np.float32]:
    """Return the vectors (n, d) of some faces, (0, 0) of none."""
    return np.stack([row.vector for row in rows]) if rows else np.empty((0, 0), np.float32)
