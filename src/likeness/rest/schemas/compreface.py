"""What CompreFace's clients send."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from likeness.rest.schemas.page import FACE

Subject = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*\S[^\x00]*$")]
Embedding = Annotated[
    list[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=1, max_length=4096)
]
ImageId = Annotated[str, Field(pattern=FACE)]


class Sent(BaseModel):
    """What a client of another server sends: what we do not know is left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class SubjectSent(Sent):
    """The name of a subject."""

    subject: Subject


class EmbeddingsSent(Sent):
    """Embeddings to recognise, or to compare with a face."""

    embeddings: list[Embedding] = Field(min_length=1, max_length=100)


class PairsSent(Sent):
    """An embedding, and others to compare it with."""

    source: Embedding
    targets: list[Embedding] = Field(min_length=1, max_length=1000)
