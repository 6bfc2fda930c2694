"""Who is in a network: faces or people, those who may be seen, and at most so many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog, PhotoFilter
from likeness.errors import UsageError
from likeness.types import FaceId, GroupingFaces, NodeId, NodeKind, Person, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The nodes of a network, and who they are."""

    nodes: tuple[NodeId, ...]  # sorted
    left_out: int  # nodes that there were beyond the most
    people: Mapping[PersonId, Person]  # everybody who may be seen
    portraits: Mapping[PersonId, FaceId]  # the face that stands for each
    owners: Mapping[FaceId, PersonId | None]


def choose(
    catalog: Catalog,
    faces: GroupingFaces,
    of: NodeKind,
    *,
    collection: str | None,
    people: Collection[PersonId],
    most: int,
) -> Choice:
    """Choose the nodes: people with most photos, or faces of the best quality, ties by id.

    Nobody who is hidden or opted out, and none of their faces.

    Raises:
        UsageError: There is nobody.
        UnknownCollectionError: There is no collection of that name.
    """
    seen = {row.person: row for row in catalog.people() if not row.opted_out}
    rows = _rows(catalog, faces, seen, collection, frozenset(people))
    if of == "people":
        there = {faces.persons[row] for row in rows.tolist()}
        ranked = [NodeId(person) for person in seen if person in there]  # most photos first
    else:
        best = rows[np.lexsort((rows, -faces.quality[rows]))]
        ranked = [NodeId(faces.ids[row]) for row in best.tolist()]
    if not ranked:
        raise UsageError("There is nobody for a network: add photos, or ask for other people.")
    return Choice(
        nodes=tuple(sorted(ranked[:most])),
        left_out=max(0, len(ranked) - most),
        people=seen,
        portraits=_portraits(faces, seen, rows),
        owners={faces.ids[row]: faces.persons[row] for row in rows.tolist()},
    )


def _rows(
    catalog: Catalog,
    faces: GroupingFaces,
    seen: Collection[PersonId],
    collection: str | None,
    people: frozenset[PersonId],
) -> NDArray[np.intp]:
    """Return the faces that count, are on these photos, and whose owners may be seen."""
    photos = None
    if collection is not None:
        photos = {row.sha256 for row in catalog.photos(PhotoFilter(collection=collection))}
    return np.array(
        [
            row
            for row, (person, photo) in enumerate(zip(faces.persons, faces.photos, strict=True))
            if (person is None or person in seen)
            and (not people or person in people)
            and (photos is None or photo in photos)
        ],
        np.intp,
    )


def _portraits(
    faces: GroupingFaces, seen: Mapping[PersonId, Person], rows: NDArray[np.intp]
) -> dict[PersonId, FaceId]:
    """Return the face that somebody chose for each person, else the best of *rows*."""
    found: dict[PersonId, FaceId] = {}
    for row in rows[np.lexsort((rows, -faces.quality[rows]))].tolist():
        person = faces.persons[row]
        if person is not None:
            found.setdefault(person, seen[person].feature or faces.ids[row])
    return found
