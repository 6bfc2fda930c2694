"""People."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.page import Body, FaceKey, PersonKey, Schema, Text
from likeness.types import Person

Year = Annotated[int, Field(ge=1800, le=2200)]


class PersonOut(Schema):
    """Faces that are held to be one human being."""

    person: str = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(examples=["Anna"])
    faces: int = Field(ge=0)
    photos: int = Field(ge=0)
    hidden: bool = False
    feature: str | None = Field(default=None, description="the face that stands for the person")
    born: int | None = Field(default=None, description="year, if somebody told it")
    opted_out: bool = Field(default=False, description="never enters averages and games")


class PersonAbout(PersonOut):
    """One person, and when they were photographed."""

    since: date | None = Field(
        default=None, description="day of the first photo; null: none has a time"
    )
    until: date | None = Field(default=None, description="day of the last photo")

    @classmethod
    def about(cls, person: Person, span: tuple[date | None, date | None]) -> PersonAbout:
        """Return a person of the library."""
        since, until = span
        return cls.model_validate(person).model_copy(update={"since": since, "until": until})


class CompanionOut(Schema):
    """Somebody who is on photos together with a person."""

    person: str = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(examples=["Berta"])
    photos: int = Field(ge=1, description="that show both")
    feature: str | None = Field(default=None, description="the face that stands for them")


class LookAlikeOut(Schema):
    """Somebody who looks like a person."""

    person: str = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(examples=["Carla"])
    similarity: float = Field(description="cosine of the mean faces, [-1, 1]", examples=[0.62])
    feature: str | None = Field(default=None, description="the face that stands for them")


class PersonChange(Body):
    """What to change of a person: each that is given is one entry of the log."""

    name: Text | None = Field(default=None, description="null takes the name away")
    hidden: bool | None = None
    opted_out: bool | None = None
    feature: FaceKey | None = None
    born: Year | None = Field(default=None, description="null takes the year away")


class MergeOrder(Body):
    """Who is the same person, too."""

    others: list[PersonKey] = Field(min_length=1, max_length=1000)


class SplitOrder(Body):
    """Which faces of a person are somebody else."""

    faces: list[FaceKey] = Field(min_length=1, max_length=1000)


class ApartOrder(Body):
    """Who is somebody else."""

    other: PersonKey


class SplitDone(Schema):
    """What a split made."""

    edit: EditOut
    person: str = Field(description="the new person", examples=["p0123456789abcdef"])
