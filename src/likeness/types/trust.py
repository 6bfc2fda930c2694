"""How far groups can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from likeness.types.ids import Contract, FaceId


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
