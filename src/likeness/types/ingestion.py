"""What ingestion writes, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from likeness.types.ids import Contract, FaceId, PhotoId
from likeness.types.words import Box, FaceStatus, Gender, PhotoStatus, Point, TakenFrom

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """What is learnt of a photo while it is decoded once."""

    id: PhotoId
    size: int  # bytes
    width: int  # of the upright photo, pixels
    height: int
    format: str  # "JPEG", "PNG", ...
    status: PhotoStatus  # "partial": the file is damaged, what could be read was read
    taken: datetime | None  # local time as the camera wrote it, without zone
    taken_offset: int | None  # minutes east of UTC, if the file says so
    taken_from: TakenFrom | None
    camera: str | None  # "Make Model"
    phash: int  # 64-bit perceptual hash, unsigned
    thumbhash: bytes  # about 25 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFacts:
    """What analysis learns of one face; coordinates in pixels of the upright photo."""

    id: FaceId
    photo: PhotoId
    position: int  # in reading order on its photo, from 0
    detector: Contract
    box: Box
    points: tuple[Point, Point, Point, Point, Point]  # eyes, nose, mouth corners, left first
    score: float  # of the detector, [0, 1]
    status: FaceStatus
    quality: float | None = None  # [0, 1]; None where there is no embedding
    landmarks: NDArray[np.float32] | None = None  # (68, 2)
    landmark_spread: float | None = None  # how far looks at one face disagree; see `Landmarks`
    landmarker: Contract | None = None  # what placed the landmarks
    pose: tuple[float, float, float] | None = None  # pitch, yaw, roll in degrees
    age: float | None = None  # perceived, years
    gender: Gender | None = None  # perceived
    gender_probability: float | None = None  # of that gender, [0.5, 1]
    contract: Contract | None = None  # of the embedding
    embedding: NDArray[np.float32] | None = None  # (d,), unit length
    norm: float | None = None  # length of the embedding before it was made a unit vector
    mirror_distance: float | None = None  # euclidean, chip to mirrored chip, unit vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One path of a source, as it was when last looked at."""

    path: str  # below the source, "/" between parts; may hold surrogate escapes
    size: int  # bytes
    mtime_ns: int
    photo: PhotoId | None  # None: it failed
    missing: bool = False
    reason: str | None = None  # why it failed
    etag: str | None = None  # of an object in a bucket: the same as long as its content is


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureFacts:
    """Why one path could not be used."""

    path: str
    size: int
    mtime_ns: int
    reason: str
    detail: str
    etag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestBatch:
    """Photos, their faces and where they lie: committed in one transaction or not at all."""

    source: int
    photos: tuple[PhotoFacts, ...] = ()
    faces: tuple[FaceFacts, ...] = ()
    locations: tuple[Location, ...] = ()
    failures: tuple[FailureFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What one `add` did."""

    photos: int  # readable photos at the places that were looked at
    new: int
    unchanged: int
    moved: int
    missing: int
    failed: int
    faces: int  # status ok, on the new photos
    seconds: float
