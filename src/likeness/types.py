"""The shared vocabulary: ids, and the frozen records that every layer speaks in.

Imports nothing heavy: arrays appear in annotations only. The records that end users see carry the
field names of the command line's JSON rows (`docs/explanation/architecture.md`, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NewType

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
    "apart",
    "born",
    "opt_out",
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
    decided: frozenset[PersonId]  # about whom a human told anything: must survive
    mirror: NDArray[np.float32]  # (n,) distance of the chip to its mirror image; NaN: unknown
    taken: NDArray[np.float64]  # (n,) years, 2019.37, by the camera's clock; NaN: unknown
    age: NDArray[np.float32]  # (n,) perceived, years; NaN: unknown
    born: Mapping[PersonId, int]  # birth years that humans told
    fresh: NDArray[np.bool_]  # (n,) came since the last run: nothing was worked out about it yet
    strictness: float | None  # that the last run over everything chose; None: there was none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelings:
    """The groups of one run at every strictness that was tried."""

    faces: tuple[FaceId, ...]  # n, sorted
    strictness: NDArray[np.float64]  # (r,) ascending: larger ones group more
    groups: NDArray[np.int32]  # (r, n) row of the smallest face of each face's group
    chosen: int  # of the r: the one that the run decided by
    sureness: NDArray[np.float32]  # (n,) [0, 1], how far the strictnesses agree about each face


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What a run decided: the person of every face that changes, None for unassigned."""

    assignments: Mapping[FaceId, PersonId | None]
    founded: tuple[PersonId, ...] = ()  # people that do not exist yet
    labelings: Labelings | None = None  # of a run over the whole library, to be kept


# ---------------------------------------------------------------- what averages read and keep

AverageId = NewType("AverageId", str)
""""a" and 16 hex digits, from what the average was asked to be of."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAverage:
    """An average that the library keeps: how it was asked for, and what became of it."""

    id: AverageId
    title: str
    recipe: Mapping[str, Any]  # plain values: what it is an average of, and how it is drawn
    made: str | None  # ISO 8601, UTC; None: it has to be made anew, somebody in it was forgotten
    faces: tuple[FaceId, ...]  # that shaped the picture, sorted
    report: Mapping[str, Any]  # plain values; empty where it has to be made anew


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
    born: int | None = None  # birth year, if a human told it
    opted_out: bool = False  # never enters averages and games


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
class UpgradeReport:
    """What one upgrade did: the landmarks of older versions, placed again."""

    faces: int  # whose landmarks are new now
    photos: int  # that they are on
    missing: int  # photos whose landmarks stay old: no file of theirs can be read now
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """One strictness of the last run, and how many people it makes."""

    strictness: int  # steps stricter than the one that the run chose; below zero: looser
    people: int
    unassigned: int
    chosen: bool  # by the run
    now: bool  # it holds at present


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
    probability: float | None = None  # that the face shows the person of the samples


Answer = Literal["found", "absent", "unsure", "no_face", "unrecognisable"]
FindMethod = Literal["conformal", "extrapolated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindAnswer:
    """The answer to one search by samples."""

    answer: Answer
    probability: float | None = None  # that the best candidate is right; None: nobody was compared
    candidates: tuple[Candidate, ...] = ()
    photos: tuple[FoundPhoto, ...] = ()
    p_value: float | None = None  # how often a stranger scores as well as the best candidate
    method: FindMethod | None = None  # "extrapolated": too few people to count such strangers
    alpha: float | None = None  # share of strangers that may be taken for somebody
    twins: tuple[PersonId, ...] = ()  # candidates who are rather one person: to be merged


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

    stage: Literal[
        "scan",
        "analyse",
        "group",
        "learn",
        "index",
        "upgrade",
        "export",
        "pictures",
        "rows",
        "evaluate",
        "choose",
        "look",
        "average",
        "portraits",
    ]
    done: int
    total: int | None
    faces: int = 0
    failed: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


# ---------------------------------------------------------------- asking and explaining

QuestionKind = Literal["same", "who", "face"]
Reply = Literal["yes", "no", "unsure", "skip", "not_a_face", "ignore", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFace:
    """A face that a question shows, and where it is from."""

    face: FaceId
    photo: str
    taken: str | None  # by the camera; ISO 8601, with offset where known


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A person or a face that a question is about."""

    id: str  # of a person, or of a face that belongs to nobody
    name: str | None
    faces: int
    best: tuple[ShownFace, ...]  # some of the faces, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a human could settle about faces.

    "same": are both sides one person? "who": who is this? "face": is this a face, and of somebody
    who matters?
    """

    question: str  # names the question and the state it was asked in
    kind: QuestionKind
    one: Side
    other: Side | None  # of "same" only
    probability: float | None  # that both sides are one person; None where nothing is compared
    faces: int  # that an answer can settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of an answer."""

    question: str
    reply: Reply
    what: str  # in words
    edits: tuple[EditId, ...]  # newest last; none where nothing was decided


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewState:
    """How far a library is named, and how much is left to ask."""

    named: int  # faces of people with a name
    counted: int  # faces of all people who are not hidden: what `named` is a share of
    alone: int  # faces that belong to nobody
    questions: int  # that could be asked now
    until: float  # share of the counted faces that should be named, [0, 1]
    left: int | None  # about so many questions until then; None: they do not lead so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A face that is evidence for or against a person, and how near it is."""

    face: FaceId
    photo: str
    distance: float  # euclidean, of the embeddings
    probability: float  # that both faces are one person, at even odds before looking


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLikeness:
    """A person that a face or another person might be."""

    person: PersonId
    name: str | None
    faces: int
    probability: float | None  # None: settled, by a human or because a photo shows both
    reason: Literal["alike", "same_photo", "told_apart"] = "alike"
    photos: int = 0  # that show both
    evidence: tuple[Likeness, ...] = ()  # nearest faces first


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceReasons:
    """Why a face belongs to whom it belongs."""

    face: FaceId
    photo: str
    taken: str | None
    quality: float | None
    person: PersonId | None
    name: str | None
    decided_by: Literal["human", "run", "mark", "nobody"]
    edits: tuple[Edit, ...]  # standing decisions that say so, newest first
    probability: float | None  # that the face is this person; None: nothing to compare with
    sureness: float | None  # [0, 1] agreement of the strictnesses; None: not measured
    evidence: tuple[Likeness, ...]  # the nearest faces of this person
    others: tuple[PersonLikeness, ...]  # whom it might be instead, most probable first
    rejected: tuple[PersonId, ...]  # whom a human said it is not
    reasons: tuple[str, ...]  # sentences: which rule or decision holds
    change: tuple[str, ...]  # sentences: what would change it


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulFace:
    """A face of a person that may be somebody else."""

    face: FaceId
    photo: str
    probability: float
    sureness: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReasons:
    """How sure it is that the faces of a person are one human being, and all of their faces."""

    person: PersonId
    name: str | None
    faces: int
    photos: int
    confirmed: int  # faces that a human put there
    purity: float | None  # estimated share of faces that are this person; None: not known
    purity_from: str  # how it is known
    doubtful: tuple[DoubtfulFace, ...]  # lowest probability first
    merges: tuple[PersonLikeness, ...]  # whom it might be merged with, most probable first
    apart: tuple[PersonLikeness, ...]  # look-alikes that are kept apart, and why
    edits: tuple[Edit, ...]  # standing decisions about this person, newest first


# ---------------------------------------------------------------- how far groups can be trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustEstimate:
    """A share, and the interval that holds the truth in 95 of 100 libraries."""

    value: float  # [0, 1]
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustEvidence:
    """One sign of how good the groups are."""

    sign: Literal["same_photo", "copies", "stricter", "looser", "mirror"]
    share: float | None  # [0, 1]; None: there was nothing to look at
    of: int  # so many pairs or faces were looked at


AloneReason = Literal["rejected", "low_quality", "between_people", "unsure", "few_photos"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAlone:
    """How many faces belong to nobody, for one reason."""

    reason: AloneReason
    faces: int  # about so many: counted on a sample where there are many


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustWeak:
    """Faces of a kind that the model knows badly."""

    kind: Literal["grey", "tiny", "profile", "child"]
    share: float | None  # of all faces, [0, 1]; None: it cannot be told here
    precision: float | None  # estimated; None: too few faces of the kind are in groups


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustModel:
    """One model on these photos."""

    model: Contract
    faces: int
    precision: TrustEstimate | None  # None: too many faces to group them for this report
    recall: TrustEstimate | None
    agreement: float | None  # BCubed F of both groupings on the faces that both models know


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustQuestion:
    """Which of these are somebody else than this person, or are this person, too?"""

    question: str  # names the question
    together: bool  # True: which choices are not this person? False: which ones are?
    faces: tuple[FaceId, ...]  # some of the person
    choices: tuple[tuple[FaceId, ...], ...]  # some faces of each
    weight: float  # share of precision (together) or recall at stake, [0, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustReport:
    """How good the groups of a library are, without labels."""

    faces: int  # that take part
    people: int
    unassigned: int
    precision: TrustEstimate  # BCubed, over all faces that take part
    recall: TrustEstimate
    questions: int  # that were answered for it
    outside: tuple[str, ...]  # in what the library is unlike those that this was fitted on
    evidence: tuple[TrustEvidence, ...]
    alone: tuple[TrustAlone, ...]
    weak: tuple[TrustWeak, ...]
    models: tuple[TrustModel, ...]  # the one in use first
