"""What a grouping must respect: which faces start together, and which never meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import (
    COLLAGE,
    COLLAGE_FACES,
    COLLAGE_SAME,
    COPY,
    distances,
)
from likeness.types import GroupingFaces, PersonId, PhotoId

if TYPE_CHECKING:
    from numpy.typing import NDArray


AT_ONCE = 4_000_000  # numbers of the vectors whose pairs are looked at together: 32 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePhoto:
    """The pairs of faces that share a photo and are not copies of each other."""

    pairs: NDArray[np.intp]  # (p, 2)
    distances: NDArray[np.float64]  # (p,), euclidean
    collage: NDArray[np.bool_]  # (n,) faces of pictures that are made of several

    def mean_distances(self, faces: int) -> NDArray[np.float64]:
        """Return (n,) the mean distance of each face to the others of its photo, NaN if alone."""
        total, count = np.zeros(faces), np.zeros(faces)
        for side in (0, 1):
            np.add.at(total, self.pairs[:, side], self.distances)
            np.add.at(count, self.pairs[:, side], 1)
        means = np.full(faces, np.nan)
        np.divide(total, count, out=means, where=count > 0)
        return means


def same_photo(photos: tuple[PhotoId, ...], vectors: NDArray[np.float32]) -> SamePhoto:
    """Return all pairs of faces that one photo shows as different people.

    Pairs closer than `COPY` are the same face twice (mirrors, copies, pictures of pictures):
    nothing is known about them. Nor is it about the near pairs of a picture in which most faces
    have a near one: a contact sheet or collage of somebody.
    """
    _, numbers, counts = np.unique(
        np.array(photos, dtype=np.str_), return_inverse=True, return_counts=True
    )
    order = np.argsort(numbers, kind="stable")
    starts = np.cumsum(counts) - counts
    pairs, apart = [np.empty((0, 2), np.intp)], [np.empty(0)]
    collage = np.zeros(len(photos), np.bool_)
    for size in np.unique(counts[counts > 1]).tolist():
        step = max(1, AT_ONCE // (size * vectors.shape[1]))
        begins = starts[counts == size]
        for at in range(0, len(begins), step):
            faces = order[begins[at : at + step, None] + np.arange(size)]
            gaps = _gaps(vectors[faces])
            first, second = np.triu_indices(size, 1)
            made = _are_collages(gaps)
            collage[faces] = made[:, None]
            between = gaps[:, first, second]
            far = between > np.where(made, COLLAGE_SAME, COPY)[:, None]
            pairs.append(np.stack([faces[:, first][far], faces[:, second][far]], axis=1))
            apart.append(between[far])
    return SamePhoto(pairs=np.concatenate(pairs), distances=np.concatenate(apart), collage=collage)


def _gaps(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, s, s) the distances of all faces of m photos, (m, s, d)."""
    wide = vectors.astype(np.float64)
    return distances(wide @ wide.transpose(0, 2, 1))


def _are_collages(gaps: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (m,) whether most faces of each picture have another there that is nearly the same.

    Args:
        gaps: (m, s, s) distances of its faces.
    """
    size = gaps.shape[1]
    if size < COLLAGE_FACES:
        return np.zeros(len(gaps), np.bool_)
    nearest = np.where(np.eye(size, dtype=np.bool_), np.inf, gaps).min(axis=2)
    found: NDArray[np.bool_] = np.median(nearest, axis=1) <= COLLAGE
    return found


def photo_numbers(photos: tuple[PhotoId, ...], pairs: SamePhoto) -> NDArray[np.intp]:
    """Return (n,) a number for each photo; each face of a collage is on a picture of its own."""
    _, numbers = np.unique(np.array(photos, dtype=np.str_), return_inverse=True)
    own = np.flatnonzero(pairs.collage)
    numbers[own] = len(photos) + own
    return numbers.astype(np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who a run must keep, and which faces stand for each of them from the beginning."""

    members: Mapping[PersonId, NDArray[np.intp]]  # rows of faces, ascending, at least one each
    aside: frozenset[int]  # rows that a human took out of grouping: pinned to nobody

    def among(self, rows: NDArray[np.intp]) -> People:
        """Return the same people in a library of these rows only, which hold them whole."""
        return People(
            members={
                person: np.searchsorted(rows, members) for person, members in self.members.items()
            },
            aside=frozenset(
                int(np.searchsorted(rows, row))
                for row in sorted(self.aside.intersection(rows.tolist()))
            ),
        )


def people_kept(faces: GroupingFaces) -> People:
    """Return all people as they stand: a run adds faces to them and takes none away.

    A face that was rejected from the very person it is with (and not pinned there) is free.
    """
    return People(members=_grouped(_belongs(faces)), aside=_aside(faces))


def people_anchored(faces: GroupingFaces) -> People:
    """Return the people that humans decided about, each with the faces that anchor it.

    Anchors are the faces that a human put there; where there are none, the face nearest to all
    others of that person.
    """
    belongs = _belongs(faces)
    pinned = [person if pin else None for person, pin in zip(belongs, faces.pinned, strict=True)]
    anchors = _grouped(pinned)
    for person, rows in _grouped(belongs).items():
        if person in faces.decided and person not in anchors:
            anchors[person] = rows[[_medoid(faces.vectors[rows])]]
    return People(members=dict(sorted(anchors.items())), aside=_aside(faces))


def rejected_pairs(faces: GroupingFaces, people: People) -> NDArray[np.intp]:
    """Return (p, 2) pairs of a face and one that stands for the person it must not join."""
    row = {face: i for i, face in enumerate(faces.ids)}
    pairs = [
        (row[face], int(people.members[person][0]))
        for face, person in faces.rejections
        if face in row and person in people.members
    ]
    return np.array(sorted(pairs), np.intp).reshape(-1, 2)


def _belongs(faces: GroupingFaces) -> list[PersonId | None]:
    """Return the person of each face, None where it was rejected from that person."""
    return [
        None if not pin and person is not None and (face, person) in faces.rejections else person
        for face, person, pin in zip(faces.ids, faces.persons, faces.pinned, strict=True)
    ]


def _aside(faces: GroupingFaces) -> frozenset[int]:
    pairs = zip(faces.persons, faces.pinned, strict=True)
    return frozenset(i for i, (person, pin) in enumerate(pairs) if pin and person is None)


def _grouped(persons: Sequence[PersonId | None]) -> dict[PersonId, NDArray[np.intp]]:
    rows: dict[PersonId, list[int]] = {}
    for i, person in enumerate(persons):
        if person is not None:
            rows.setdefault(person, []).append(i)
    return {person: np.array(rows[person], np.intp) for person in sorted(rows)}


def _medoid(vectors: NDArray[np.float32]) -> int:
    """Return the row that is nearest to all others, the first one of equals."""
    wide = vectors.astype(np.float64)
    return int(np.argmax(np.round(wide @ wide.sum(axis=0), 9)))
