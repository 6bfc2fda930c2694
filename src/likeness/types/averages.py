"""What averages and portraits read and keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from likeness.types.ids import AverageId, Contract, FaceId, PersonId, PhotoId
from likeness.types.words import Gender, Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Landmarks:
    """The dense points of one face, and how far they can be trusted."""

    face: FaceId
    points: NDArray[np.float32]  # (68, 2), iBUG order, pixels of the upright photo
    spread: float | None  # mean distance of single looks from their mean, in face sizes
    landmarker: Contract | None  # what placed them; None: a version that did not tell
    pose: tuple[float, float, float] | None = None  # pitch, yaw, roll in degrees
    quality: float | None = None  # [0, 1], of the face, which depends on the pose


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """Which faces may enter an average: every condition given must hold."""

    people: tuple[PersonId, ...] = ()  # of any of these
    collection: str | None = None  # its name
    faces: tuple[FaceId, ...] | None = None  # these
    photos: tuple[PhotoId, ...] | None = None  # on these
    since: datetime | None = None  # taken then or later, on the camera's clock
    before: datetime | None = None  # taken earlier than that


class Member(NamedTuple):
    """A face that may enter an average: a tuple, since averages read hundreds of thousands."""

    face: FaceId
    photo: PhotoId
    person: PersonId | None
    quality: float | None  # [0, 1]
    yaw: float | None  # degrees
    pitch: float | None  # degrees
    spread: float | None  # of the landmarks; see `Landmarks`
    points: tuple[Point, ...]  # five, pixels of the upright photo
    taken: datetime | None  # by the camera's clock
    age: float | None  # perceived, years
    male: float | None  # probability that the face is perceived as male, [0, 1]
    vector: NDArray[np.float32]  # (d,), unit length, read-only


class PhotoPrint(NamedTuple):
    """What tells copies of a photo: they look the same, and one of them has most to show."""

    phash: int  # 64-bit perceptual hash, unsigned
    width: int  # of the upright photo, pixels
    height: int
    bytes: int  # of the file
    taken: datetime | None  # by the camera's clock, else when the file was last changed


class Perceived(NamedTuple):
    """What all faces of a person say together, each weighted by its quality."""

    age: float | None  # years, the median
    male: float | None  # [0, 1], from the mean of the log odds


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageOf:
    """Of whom an average is: every condition given must hold; with none it is of everybody."""

    people: tuple[str, ...] = ()  # ids or names: of any of these
    collection: str | None = None
    gender: Gender | None = None  # as perceived, voted by all faces of a person
    ages: tuple[float, float] | None = None  # as perceived, years, both included, voted likewise
    since: datetime | None = None  # photos taken then or later, on the camera's clock
    before: datetime | None = None  # photos taken earlier than that
    near: tuple[str, ...] = ()  # samples: the faces that a search for them finds
    faces: tuple[str, ...] = ()  # ids: these


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLikeness:
    """How near a face is to an average."""

    face: FaceId
    photo: str
    person: PersonId | None
    name: str | None
    similarity: float  # cosine, its own vote taken out of the mean


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageReport:
    """What an average is made of, and how far it can be trusted to show nobody in particular."""

    faces: int  # of the set: all of them enter the mean of the embeddings
    photos: int
    people: int  # of the set; a face of nobody counts as somebody of its own
    shaped: int  # faces that shaped the picture
    voices: int  # people who shaped it
    unreadable: int  # chosen faces whose photos could not be read now
    side: int  # of the picture, pixels
    zoom: float  # pixels of the photos per pixel of the picture; below 1: blown up
    quality: float  # median of the faces that shaped it, [0, 1]
    dominant: float  # largest share of the picture that one person has, [0, 1]
    dominant_person: PersonId | None
    effective_people: float  # as many people with equal shares would be as varied
    anonymous: bool  # three people or more, nobody with half of it
    likeness: float | None  # cosine of the picture's embedding to the members' mean; None: no face
    spread: tuple[float, float, float]  # cosines of members to their mean: 5, 50 and 95 %
    nearest: tuple[MemberLikeness, ...]
    farthest: tuple[MemberLikeness, ...]
    differs: tuple[tuple[str, float], ...]  # parts of the face, those that differ most first
    remarks: tuple[str, ...]  # sentences that its reader should know
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragesApart:
    """How far two averages are apart."""

    one: str  # titles
    other: str
    distance: float | None  # `plain` less what chance adds; None: too few people to tell
    plain: float  # 1 - cosine of the mean embeddings, [0, 2]: few faces lie apart by chance alone
    error: float | None  # standard error; None where a set is one person


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitReport:
    """What became of portraits that were asked for."""

    portraits: int
    missing: int  # of faces whose photos cannot be read now
    file: str  # the sheet or the folder


AveragePictureKind = Literal["strip", "template", "difference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePicture:
    """A picture of averages that the library keeps."""

    id: AverageId
    kind: AveragePictureKind
    title: str
    of: tuple[AverageId, ...]  # kept averages that it was made of; none: it made its own
    made: str | None  # ISO 8601, UTC; None: somebody on it was hidden or opted out since
    width: int  # pixels
    height: int
    report: Mapping[str, Any]  # plain values


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAverage:
    """An average that the library keeps: how it was asked for, and what became of it."""

    id: AverageId
    title: str
    recipe: Mapping[str, Any]  # plain values: what it is an average of, and how it is drawn
    made: str | None  # ISO 8601, UTC; None: it has to be made anew, somebody in it was forgotten
    faces: tuple[FaceId, ...]  # that shaped the picture, sorted
    report: Mapping[str, Any]  # plain values; empty where it has to be made anew
