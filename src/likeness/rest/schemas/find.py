"""Searches by samples."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from likeness.rest.schemas.page import Body, FaceKey, Name, Schema
from likeness.types import Answer, FaceStatus, FindMethod

MOST_SAMPLES = 8
MOST_FACES = 16
MOST_PHOTOS = 10_000

SAMPLE = r"^s[0-9a-f]{32}$"
SampleKey = Annotated[str, Field(pattern=SAMPLE, examples=["s0123456789abcdef0123456789abcdef"])]
FaceNumber = Annotated[int, Field(ge=1, le=1000)]
Probability = Annotated[float, Field(ge=0, le=1)]


class SampleFaceOut(Schema):
    """One face on a picture that was brought."""

    number: int = Field(ge=1, description="largest first", examples=[1])
    box: tuple[float, float, float, float] = Field(
        description="left, top, right, bottom in pixels of the upright picture",
        examples=[[212.5, 96.0, 301.25, 214.0]],
    )
    quality: float | None = Field(description="how well it shows somebody, [0, 1]")
    status: FaceStatus = Field(description="only those that are ok can be recognised")
    picture: str = Field(description="small, as a data: address of a WebP file")


class SampleOut(Schema):
    """A picture that was brought, and the faces on it; the picture itself is not kept."""

    sample: str = Field(examples=["s0123456789abcdef0123456789abcdef"])
    name: str = Field(description="of the file", examples=["me.jpg"])
    width: int = Field(ge=1, description="of the upright picture, pixels")
    height: int = Field(ge=1)
    faces: list[SampleFaceOut]
    expires: int = Field(ge=1, description="seconds that the sample is known for", examples=[600])


class SamplesOut(Schema):
    """The pictures that were brought, in their order."""

    samples: list[SampleOut]


class BroughtSample(Body):
    """Faces of a picture that was brought."""

    sample: SampleKey
    faces: list[FaceNumber] = Field(
        default=[],
        max_length=MOST_FACES,
        description="numbers of the faces that count; none: the largest that can be recognised",
    )


class KnownSample(Body):
    """A face of the library."""

    face: FaceKey


class FindOrder(Body):
    """Whom to find: all samples show the same person."""

    samples: list[BroughtSample | KnownSample] = Field(min_length=1, max_length=MOST_SAMPLES)
    everything: bool = Field(default=False, description="also photos that are probably wrong")
    collection: Name | None = Field(default=None, description="only among its photos")
    limit: int = Field(default=500, ge=1, le=MOST_PHOTOS, description="photos at most")


class CandidateOut(Schema):
    """A person that the samples may show."""

    person: str = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(examples=["Anna"])
    similarity: float = Field(description="cosine", ge=-1, le=1)
    probability: Probability | None = None


class FoundPhotoOut(Schema):
    """A photo that shows the person, and the face that says so."""

    photo: str = Field(description="SHA-256")
    face: str = Field(examples=["f0123456789abcdef"])
    similarity: float = Field(description="cosine", ge=-1, le=1)
    probability: Probability | None = Field(description="that the face shows the person")


class FindOut(Schema):
    """The answer of one search."""

    answer: Answer = Field(
        description="found; absent; unsure: several are as good; no_face; unrecognisable"
    )
    words: str = Field(
        description="the answer as a sentence", examples=["Found: Anna, in 12 photos."]
    )
    sure: list[str] = Field(description="how sure that is, and why, in sentences")
    probability: Probability | None = Field(description="that the first candidate is right")
    p_value: Probability | None = Field(description="how often a stranger scores as well")
    method: FindMethod | None = Field(
        description="extrapolated: the library has too few people to count such strangers"
    )
    alpha: Probability | None = Field(
        description="share of strangers that may be taken for somebody"
    )
    candidates: list[CandidateOut]
    twins: list[str] = Field(description="candidates who are rather one person: to be merged")
    photos: list[FoundPhotoOut] = Field(description="likeliest first")
    total: int = Field(ge=0, description="photos, those beyond the limit too")
