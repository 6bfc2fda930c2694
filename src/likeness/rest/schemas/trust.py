"""How far the groups can be trusted."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from likeness.rest.schemas.page import Schema

Share = Field(description="[0, 1]", ge=0, le=1)


class EstimateOut(Schema):
    """A share, and the interval that holds the truth in 95 of 100 libraries."""

    value: float = Share
    low: float = Share
    high: float = Share


class EvidenceOut(Schema):
    """One sign of how good the groups are."""

    sign: Literal["same_photo", "copies", "stricter", "looser", "mirror"]
    share: float | None = Field(description="[0, 1]; null: there was nothing to look at")
    of: int = Field(ge=0, description="so many pairs or faces were looked at")


class AloneOut(Schema):
    """How many faces belong to nobody, for one reason."""

    reason: Literal["rejected", "low_quality", "between_people", "unsure", "few_photos"]
    faces: int = Field(ge=0, description="about so many, where there are many")


class WeakOut(Schema):
    """Faces of a kind that the model knows badly."""

    kind: Literal["grey", "tiny", "profile", "child"]
    share: float | None = Field(description="of all faces, [0, 1]; null: it cannot be told here")
    precision: float | None = Field(description="estimated; null: too few of them are in groups")


class TrustModelOut(Schema):
    """One model on these photos."""

    model: str
    faces: int = Field(ge=0)
    precision: EstimateOut | None = Field(description="null: too many faces to group for this")
    recall: EstimateOut | None
    agreement: float | None = Field(
        description="BCubed F of both groupings on the faces that both models know"
    )


class TrustReportOut(Schema):
    """How good the groups are, without labels."""

    faces: int = Field(ge=0, description="that take part")
    people: int = Field(ge=0)
    unassigned: int = Field(ge=0)
    precision: EstimateOut = Field(description="BCubed: of those who are with a face, who belong")
    recall: EstimateOut = Field(description="BCubed: of those who belong, who are with a face")
    questions: int = Field(ge=0, description="that were answered for it")
    outside: list[str] = Field(
        description="in what the library is unlike those that the estimate was fitted on"
    )
    evidence: list[EvidenceOut]
    alone: list[AloneOut]
    weak: list[WeakOut]
    models: list[TrustModelOut] = Field(description="the one in use first")


class TrustOut(Schema):
    """The newest report on how good the groups are; a job of the kind `trust` makes one."""

    job: str = Field(description="that made it", examples=["j0123456789abcdef"])
    finished: str | None = Field(description="ISO 8601, UTC")
    report: TrustReportOut
