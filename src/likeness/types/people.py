"""Faces, people, and what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from likeness.types.ids import Contract, EditId, FaceId, PersonId, PhotoId
from likeness.types.words import AssignedBy, Box, EditKind, FaceMark, FaceStatus, Gender, Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One face of the library."""

    face: FaceId
    photo: str  # the photo's first existing path, else its SHA-256
    box: Box
    points: tuple[Point, ...]
    score: float
    status: FaceStatus
    quality: float | None
    person: PersonId | None
    age: float | None
    gender: Gender | None
    gender_probability: float | None
    pose: tuple[float, float, float] | None
    sha256: PhotoId
    name: str | None = None  # of the person
    mark: FaceMark | None = None
    assigned_by: AssignedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceData:
    """A face with everything that `export faces` writes."""

    face: Face
    paths: tuple[str, ...]
    landmarks: NDArray[np.float32] | None  # (68, 2)
    embedding: NDArray[np.float32] | None  # (d,)
    norm: float | None
    contract: Contract | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Faces that are held to be one human being."""

    person: PersonId
    name: str | None
    faces: int
    photos: int
    hidden: bool = False
    feature: FaceId | None = None  # the face that stands for the person
    born: int | None = None  # birth year, if a human told it
    opted_out: bool = False  # never enters averages and games


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody who is on photos together with a person."""

    person: PersonId
    name: str | None
    photos: int  # that show both
    feature: FaceId | None = None  # the face that stands for them


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Somebody who looks like a person, which says nothing about who they are."""

    person: PersonId
    name: str | None
    similarity: float  # cosine of the mean embeddings, [-1, 1]
    feature: FaceId | None = None  # the face that stands for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One entry of the log, in words."""

    edit: EditId
    when: str  # ISO 8601, UTC
    who: str
    kind: EditKind
    what: str
    undone: bool = False
