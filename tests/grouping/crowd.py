"""Small made-up libraries whose right answer is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from likeness.grouping.selection import selected
from likeness.types import FaceId, Grouping, GroupingFaces, PersonId, PhotoId

WIDTH = 32


def centres(count: int, seed: int = 0) -> NDArray[np.float64]:
    """Return unit vectors at right angles: people who look nothing alike."""
    rng = np.random.default_rng(seed)
    return np.linalg.qr(rng.standard_normal((WIDTH, WIDTH)))[0][:count]


def near(centre: NDArray[np.float64], distance: float, seed: int) -> NDArray[np.float32]:
    """Return a unit vector at this distance of *centre*, in a random direction."""
    rng = np.random.default_rng(seed)
    side = rng.standard_normal(len(centre))
    side -= (side @ centre) * centre
    side /= np.linalg.norm(side)
    cosine = 1 - distance * distance / 2
    vector = cosine * centre + np.sqrt(1 - cosine * cosine) * side
    return vector.astype(np.float32)


def face(number: int) -> FaceId:
    return FaceId(f"f{number:016x}")


def person(number: int) -> PersonId:
    """Return the id of the person that this face founds."""
    return PersonId(f"p{number:016x}")


def library(
    vectors: Sequence[NDArray[np.float32]] | NDArray[np.float32],
    *,
    photos: Sequence[int] | None = None,
    persons: Sequence[PersonId | None] | None = None,
    pinned: Iterable[int] = (),
    rejections: Iterable[tuple[int, PersonId]] = (),
    decided: Iterable[PersonId] = (),
    quality: Sequence[float] | None = None,
    ids: Sequence[FaceId] | None = None,
) -> GroupingFaces:
    """Return faces 0, 1, ...; by default each on a photo of its own, and of nobody."""
    n = len(vectors)
    pins = set(pinned)
    refusals = list(rejections)
    return GroupingFaces(
        ids=tuple(ids or [face(i) for i in range(n)]),
        photos=tuple(PhotoId(f"{i:064x}") for i in (photos if photos is not None else range(n))),
        vectors=np.array(vectors, np.float32).reshape(n, -1 if n else WIDTH),
        boxes=np.zeros((n, 4), np.float32),
        quality=np.array(quality if quality is not None else np.ones(n), np.float32),
        persons=tuple(persons or [None] * n),
        pinned=tuple(i in pins for i in range(n)),
        rejections=frozenset((face(i), whom) for i, whom in refusals),
        decided=frozenset(decided) | {whom for _, whom in refusals},
        mirror=np.full(n, np.nan, np.float32),
        taken=np.full(n, np.nan),
        age=np.full(n, np.nan, np.float32),
        born={},
        fresh=np.array([whom is None for whom in persons or [None] * n], np.bool_),
        strictness=None,
    )


def applied(faces: GroupingFaces, grouping: Grouping) -> GroupingFaces:
    """Return the library after a run."""
    persons = tuple(
        grouping.assignments.get(face, before)
        for face, before in zip(faces.ids, faces.persons, strict=True)
    )
    return replace(faces, persons=persons, fresh=np.zeros(len(faces.ids), np.bool_))


def members(faces: GroupingFaces) -> dict[PersonId, set[FaceId]]:
    """Return the faces of everybody."""
    result: dict[PersonId, set[FaceId]] = {}
    for face_id, owner in zip(faces.ids, faces.persons, strict=True):
        if owner is not None:
            result.setdefault(owner, set()).add(face_id)
    return result


def shuffled(faces: GroupingFaces, order: Sequence[int]) -> GroupingFaces:
    """Return the same library with its rows in another order."""
    return selected(faces, np.array(order, np.intp))
