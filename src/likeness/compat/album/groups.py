"""Faces of an album into people: who is with whom, and whom everybody resembled on joining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.compat.album.faces import AlbumFace
from likeness.grouping.clustering import group
from likeness.grouping.selection import undecided
from likeness.types import FaceId, PersonId, PhotoId


@dataclass(frozen=True, slots=True)
class Joining:
    """How one face came into its group."""

    face: int  # position in the list of all faces
    like: int | None  # the face of the group that it was most like; None: it is the first
    similarity: float  # cosine with that face, [-1, 1]; -1 for the first


def grouped(faces: Sequence[AlbumFace]) -> list[list[int]]:
    """Return who is the same person: groups of faces, ascending, ordered by their first.

    Faces that belong to nobody else are groups of one. The grouping is that of a library, and so
    are its rules: faces of one picture are different people, except copies of one face. Pictures
    of the same content are pictures of their own here; their faces are equal, and meet.
    """
    if not faces:
        return []
    ids, photos = _unique(faces)
    persons: dict[FaceId, PersonId | None] = dict(
        group(
            undecided(
                ids=ids,
                photos=photos,
                vectors=np.stack([face.vector for face in faces]),
                boxes=np.array([face.box for face in faces], np.float32),
                quality=np.array([face.quality for face in faces], np.float32),
            )
        ).assignments
    )
    groups: dict[str, list[int]] = {}
    for number, face in enumerate(ids):
        groups.setdefault(persons.get(face) or face, []).append(number)
    return list(groups.values())


def joinings(group: Sequence[int], faces: Sequence[AlbumFace]) -> list[Joining]:
    """Say how the faces of one group joined it, one after the other in the order of the album.

    Of several faces that it was equally like, the first counts.
    """
    vectors = np.stack([faces[number].vector for number in group]).astype(np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    told = [Joining(group[0], None, -1)]
    for row in range(1, len(group)):
        like, similarity = _nearest(vectors[:row], vectors[row])
        told.append(Joining(group[row], group[like], similarity))
    return told


def _nearest(vectors: NDArray[np.float64], vector: NDArray[np.float64]) -> tuple[int, float]:
    cosines = (vectors @ vector).clip(-1, 1)
    row = int(cosines.argmax())
    return row, float(cosines[row])


def _unique(faces: Sequence[AlbumFace]) -> tuple[list[FaceId], list[PhotoId]]:
    """Return ids of faces and pictures that tell copies of a picture apart.

    They depend on what the pictures show, and not on their order, unless they are copies.
    """
    images: dict[PhotoId, dict[int, int]] = {}
    for face in faces:
        copies = images.setdefault(face.photo, {})
        copies.setdefault(face.image, len(copies))
    numbers = [images[face.photo][face.image] for face in faces]
    ids = [FaceId(f"{face.id}.{number}") for face, number in zip(faces, numbers, strict=True)]
    photos = [
        PhotoId(f"{face.photo}.{number}") for face, number in zip(faces, numbers, strict=True)
    ]
    return ids, photos
