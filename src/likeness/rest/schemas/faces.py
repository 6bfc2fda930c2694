"""Faces."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

from fastapi import Query
from pydantic import Field

from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.page import Body, FaceKey, Name, Schema, Text
from likeness.types import (
    AssignedBy,
    Face,
    FaceMark,
    FaceStatus,
    Gender,
)


class FaceOut(Schema):
    """One face on a photo."""

    face: str = Field(examples=["f0123456789abcdef"])
    photo: str = Field(description="SHA-256 of the photo that it is on")
    box: tuple[float, float, float, float] = Field(
        description="left, top, right, bottom in pixels of the upright photo",
        examples=[[212.5, 96.0, 301.25, 214.0]],
    )
    points: tuple[tuple[float, float], ...] = Field(
        description="eyes, nose and corners of the mouth, in pixels of the upright photo"
    )
    score: float = Field(description="how sure the detector was, [0, 1]")
    status: FaceStatus = Field(description="only those that are ok are grouped")
    mark: FaceMark | None = Field(description="what somebody said of it")
    quality: float | None = Field(description="how well it shows somebody, [0, 1]")
    person: str | None = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(description="of the person", examples=["Anna"])
    assigned_by: AssignedBy | None = Field(description="who put it with that person")
    age: float | None = Field(description="perceived, years")
    gender: Gender | None = Field(description="perceived")
    gender_probability: float | None = None
    pose: tuple[float, float, float] | None = Field(description="pitch, yaw, roll in degrees")

    @classmethod
    def of(cls, face: Face) -> FaceOut:
        """Return a face without the path of its photo."""
        return cls(
            face=face.face,
            photo=face.sha256,
            box=face.box,
            points=face.points,
            score=face.score,
            status=face.status,
            mark=face.mark,
            quality=face.quality,
            person=face.person,
            name=face.name,
            assigned_by=face.assigned_by,
            age=face.age,
            gender=face.gender,
            gender_probability=face.gender_probability,
            pose=face.pose,
        )


class PortraitSide(IntEnum):
    """Of a portrait, pixels."""

    SMALL = 128
    MEDIUM = 256
    LARGE = 512


Portrait = Annotated[PortraitSide, Query(description="pixels at most")]


class AssignOrder(Body):
    """Whose some faces are: give `to` or `new`."""

    faces: list[FaceKey] = Field(min_length=1, max_length=1000)
    to: Name | None = Field(
        default=None, description="id or name of somebody", examples=["p0123456789abcdef"]
    )
    new: Text | None = Field(default=None, description="name of somebody new", examples=["Anna"])


class LikenessOut(Schema):
    """A face that is evidence, and how near it is."""

    face: str
    distance: float = Field(description="euclidean, of the embeddings")
    probability: float = Field(description="that both are one person, at even odds before looking")


class PersonLikenessOut(Schema):
    """Somebody whom a face or a person might be."""

    person: str
    name: str | None
    faces: int
    probability: float | None = Field(description="null: settled, or a photo shows both")
    reason: str = Field(examples=["alike"])
    photos: int = Field(description="that show both")
    evidence: list[LikenessOut] = Field(description="nearest faces first")


class FaceWhy(Schema):
    """Why a face is with whom it is."""

    face: str
    person: str | None
    name: str | None
    decided_by: str = Field(description="human, run, mark or nobody", examples=["run"])
    probability: float | None = Field(description="that it is this person")
    sureness: float | None = Field(description="agreement of the strictnesses, [0, 1]")
    evidence: list[LikenessOut] = Field(description="the nearest faces of this person")
    others: list[PersonLikenessOut] = Field(description="whom it might be instead")
    rejected: list[str] = Field(description="people that somebody said it is not")
    reasons: list[str] = Field(description="sentences: which rule or decision holds")
    edits: list[EditOut] = Field(description="standing decisions that say so, newest first")


class DoubtfulOut(Schema):
    """A face that may be somebody else."""

    face: str
    probability: float
    sureness: float | None


class PersonWhy(Schema):
    """How sure it is that the faces of a person are one human being."""

    person: str
    name: str | None
    faces: int
    photos: int
    confirmed: int = Field(description="faces that somebody put there")
    purity: float | None = Field(description="estimated share of faces that are this person")
    purity_from: str = Field(description="how that is known")
    doubtful: list[DoubtfulOut] = Field(description="lowest probability first")
    merges: list[PersonLikenessOut] = Field(description="who might be the same")
    apart: list[PersonLikenessOut] = Field(description="look-alikes that are kept apart")
    edits: list[EditOut] = Field(description="standing decisions, newest first")
