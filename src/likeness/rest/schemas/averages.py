"""Averages that the library keeps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from likeness.rest.schemas.page import AVERAGE, Body, Schema
from likeness.types import AveragePictureKind, Gender


class AverageReportOut(Schema):
    """What an average is made of, and how far it can be trusted to show nobody in particular."""

    faces: int = Field(ge=0, description="of the set")
    photos: int = Field(ge=0)
    people: int = Field(ge=0, description="of the set; a face of nobody is somebody of its own")
    shaped: int = Field(ge=0, description="faces that shaped the picture")
    voices: int = Field(ge=0, description="people who shaped it")
    unreadable: int = Field(ge=0, description="chosen faces whose photos could not be read")
    side: int = Field(ge=1, description="of the picture, pixels")
    zoom: float = Field(description="pixels of photos per pixel of the picture; <1: blown up")
    quality: float = Field(description="median of the faces that shaped it, [0, 1]")
    dominant: float = Field(description="largest share that one person has, [0, 1]")
    effective_people: float = Field(description="as many with equal shares would be as varied")
    anonymous: bool = Field(description="three people or more, nobody with half of it")
    likeness: float | None = Field(
        description="cosine of the picture's embedding to the mean of all; null: no face on it"
    )
    spread: tuple[float, float, float] = Field(
        description="cosines of the faces to their mean: 5, 50 and 95 %"
    )
    differs: list[tuple[str, float]] = Field(
        description="parts of the face, those that differ most first"
    )
    remarks: list[str] = Field(description="sentences that its reader should know")
    seconds: float = Field(ge=0, description="that it took")


class AverageRecipe(Schema):
    """Of whom an average is: every condition that is given holds."""

    people: list[str] = Field(default=[], description="ids: of any of these")
    faces: list[str] = Field(default=[], description="ids: these")
    collection: str | None = None
    gender: Gender | None = Field(default=None, description="as perceived")
    ages: tuple[float, float] | None = Field(default=None, description="perceived, years")
    since: str | None = Field(default=None, description="photos taken then or later; ISO 8601")
    before: str | None = Field(default=None, description="photos taken earlier; ISO 8601")
    side: int | None = Field(default=None, description="pixels that were asked for")


class AverageOut(Schema):
    """An average that is kept: a job of the kind `average` makes one."""

    average: str = Field(examples=["a0123456789abcdef"])
    title: str
    recipe: AverageRecipe = Field(description="what it is an average of")
    made: str | None = Field(
        description="ISO 8601, UTC; null: it no longer holds, a job `averages` makes it anew"
    )
    report: AverageReportOut | None = Field(
        description="what it is made of; null where it no longer holds, or is of another version"
    )


class PeriodOut(Schema):
    """One average of a strip."""

    label: str = Field(description="year, month or collection", examples=["2024"])
    faces: int = Field(ge=0)
    people: int = Field(ge=0)
    moved: float | None = Field(
        description="how far the mean moved since the one before: 1 - cosine, less what chance "
        "adds; null: the first, or too few people to tell"
    )


class PictureReport(Schema):
    """What is to be said of a picture; what does not concern its kind is null."""

    by: Literal["month", "year", "collection"] | None = Field(default=None, description="strip")
    periods: list[PeriodOut] | None = Field(default=None, description="strip: the oldest first")
    on: str | None = Field(default=None, description="template: single, pair, or a photo's id")
    remarks: list[str] | None = Field(default=None, description="template: what to know, sentences")
    differs: list[tuple[str, float]] | None = Field(
        default=None, description="difference: parts of the face, those that differ most first"
    )


class AveragePictureOut(Schema):
    """A picture of averages that is kept.

    Jobs of the kinds `average_strip`, `average_template` and `average_difference` make them.
    """

    picture: str = Field(examples=["a0123456789abcdef"])
    kind: AveragePictureKind
    title: str
    of: list[str] = Field(description="ids of averages; none: it made its own")
    made: str | None = Field(
        description="ISO 8601, UTC; null: somebody on it was hidden or opted out since"
    )
    width: int = Field(ge=1, description="pixels")
    height: int = Field(ge=1)
    report: PictureReport


class CompareOrder(Body):
    """Two averages to compare."""

    one: str = Field(pattern=AVERAGE)
    other: str = Field(pattern=AVERAGE)


class ApartOut(Schema):
    """How far two averages are apart."""

    one: str = Field(description="title")
    other: str = Field(description="title")
    distance: float | None = Field(description="less what chance adds; null: too few people")
    plain: float = Field(description="1 - cosine of the mean embeddings, [0, 2]")
    error: float | None = Field(description="standard error; null where a set is one person")
