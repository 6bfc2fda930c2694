"""The shared vocabulary: ids, and the frozen records that every layer speaks in.

Imports nothing heavy: arrays appear in annotations only. The records that end users see carry the
field names of the command line's JSON rows (`docs/explanation/architecture.md`, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NewType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PhotoId = NewType("PhotoId", str)
"""SHA-256 of the file's bytes: 64 lower-case hex digits."""

FaceId = NewType("FaceId", str)
""""f" and 16 hex digits, from photo, detector contract and position in reading order."""

PersonId = NewType("PersonId", str)
""""p" and the 16 hex digits of the face that founded the person."""

EditId = NewType("EditId", int)
"""Running number in the edit log, from 1."""

Contract = NewType("Contract", str)
"""Name of one embedding space: model file + preprocessing. Two contracts are never compared."""

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in pixels of the upright photo."""

Point = tuple[float, float]
"""x, y in pixels of the upright photo."""

FaceStatus = Literal["ok", "low_confidence", "too_small"]
FaceMark = Literal["ignored", "not_a_face"]
PhotoStatus = Literal["ok", "partial"]
Gender = Literal["female", "male"]
TakenFrom = Literal["exif", "xmp", "file"]
AssignedBy = Literal["run", "human"]
Metric = Literal["cosine", "euclidean", "euclidean_l2", "angular"]
EditKind = Literal[
    "name",
    "assign",
    "confirm",
    "merge",
    "split",
    "reject",
    "not_a_face",
    "ignore",
    "hide",
    "feature",
    "group",
    "forget",
    "undo",
]


# ---------------------------------------------------------------- what ingestion writes


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


# ---------------------------------------------------------------- what grouping reads and writes


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingFaces:
    """All faces of one contract that may be grouped: status ok, not marked, rows sorted by id."""

    ids: tuple[FaceId, ...]
    photos: tuple[PhotoId, ...]  # of each face
    vectors: NDArray[np.float32]  # (n, d), unit length
    boxes: NDArray[np.float32]  # (n, 4)
    quality: NDArray[np.float32]  # (n,)
    persons: tuple[PersonId | None, ...]  # as they stand
    pinned: tuple[bool, ...]  # True: a human put the face there
    rejections: frozenset[tuple[FaceId, PersonId]]
    decided: frozenset[PersonId]  # named, hidden, featured, pinned or rejected: must survive


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What a run decided: the person of every face that changes, None for unassigned."""

    assignments: Mapping[FaceId, PersonId | None]
    founded: tuple[PersonId, ...] = ()  # people that do not exist yet


# ---------------------------------------------------------------- what an index may filter by


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTags:
    """What is known of a face beside its vector, so that an index can search some faces only."""

    status: FaceStatus
    quality: float | None  # [0, 1], of at most nine decimals
    taken: datetime | None  # of the photo, on the camera's clock, without zone
    person: PersonId | None
    collections: frozenset[str]  # of the photo


# ---------------------------------------------------------------- what users see


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where photos come from."""

    source: str  # the folder
    photos: int
    missing: int
    mounted: bool
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of the library."""

    photo: str  # the first existing path, else the SHA-256
    sha256: PhotoId
    paths: tuple[str, ...]
    width: int
    height: int
    taken: str | None  # ISO 8601, with offset where known
    faces: int  # status ok
    status: PhotoStatus
    taken_from: TakenFrom | None = None
    camera: str | None = None
    bytes: int = 0
    missing: bool = False  # no path of it exists now


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One path that could not be used."""

    photo: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One entry of the log, in words."""

    edit: EditId
    when: str  # ISO 8601, UTC
    who: str
    kind: EditKind
    what: str
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A named set of photos."""

    collection: str
    photos: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReport:
    """What one grouping run left behind."""

    faces: int  # that were grouped
    people: int
    unassigned: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person that the samples may show."""

    person: PersonId
    name: str | None
    similarity: float  # cosine, [-1, 1]
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPhoto:
    """A photo that shows the person of the samples, and the face that says so."""

    photo: str
    face: FaceId
    similarity: float


Answer = Literal["found", "absent", "unsure", "no_face", "unrecognisable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindAnswer:
    """The answer to one search by samples."""

    answer: Answer
    probability: float | None = None  # None until it is calibrated: never a guess
    candidates: tuple[Candidate, ...] = ()
    photos: tuple[FoundPhoto, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A photo or face that somebody brings to find a person."""

    sample: str  # as it was given
    faces: tuple[FaceFacts, ...]  # largest first
    chosen: int | None  # number of the face that counts, from 1; None: not said
    pixels: NDArray[np.uint8] | None = None  # (h, w, 3) RGB; None for `face:ID`
    scale: float = 1.0  # pixels per pixel of the upright photo


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """A model that the registry knows."""

    model: str
    task: str
    installed: bool
    bytes: int
    weights_licence: str
    data_licence: str
    source: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export holds now that it is done, and what had to be done for it."""

    people: int
    photos: int  # different ones; a photo of two people counts once
    bytes: int  # of all files; a link counts as what it leads to
    files: int = 0
    written: int = 0  # files that were not there before or not like this
    removed: int = 0  # files of an earlier export that no longer belong
    missing: int = 0  # photos left out: no file of theirs can be read now


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """What was removed for good."""

    photos: int
    faces: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport:
    """What lies in the new stores of a library now, compared with the old ones."""

    library: str  # the folder
    moved: tuple[str, ...]  # of "blobs", "catalog" and "index"
    rows: int  # of the catalog
    pictures: int
    bytes: int  # of the pictures
    faces: int  # in the index
    overridden: tuple[str, ...]  # settings that an environment variable still says otherwise
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationOptions:
    """What the evaluations have in common."""

    model: str | None = None  # that embeds faces; None: the one of the settings
    detector: str | None = None  # that finds faces; None: the one of the settings
    metric: Metric = "cosine"
    pairs: int | None = None  # None: all
    seed: int = 0  # of everything that is drawn
    typed: str = ""  # the command, for the report
    progress: Callable[[Progress], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False  # asked between batches; what is done stays done


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What an evaluation measured."""

    command: str  # "accuracy"
    figures: Mapping[str, Any]  # plain values, as in the JSON file; each figure with its interval
    headlines: tuple[tuple[str, str], ...]  # the most telling figures, as people read them
    warnings: tuple[str, ...]  # what could not be used or computed, a sentence each
    page: str | None  # path of the report; None: nobody asked for one
    files: tuple[str, ...]  # paths of everything that was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of `doctor`."""

    check: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; handed to the caller's callback several times a second at most."""

    stage: Literal["scan", "analyse", "group", "index", "export", "pictures", "rows", "evaluate"]
    done: int
    total: int | None
    faces: int = 0
    failed: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
