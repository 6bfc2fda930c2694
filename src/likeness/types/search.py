"""What a search is asked and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from likeness.types.ids import FaceId, PersonId
from likeness.types.ingestion import FaceFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
