"""Asking and explaining."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from likeness.types.ids import EditId, FaceId, PersonId
from likeness.types.people import Edit

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
