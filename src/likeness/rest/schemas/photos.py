"""Photos."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import Field

from likeness.imaging.draw import look
from likeness.rest.schemas.faces import FaceOut
from likeness.rest.schemas.page import Body, Name, PhotoKey, Schema, Shown, printable
from likeness.types import (
    Face,
    FaceId,
    FaceMark,
    FaceStatus,
    Gender,
    PhotoLayout,
    PhotoQuery,
    PhotoRow,
    PhotoStatus,
)

MOST_IN_ZIP = 10_000
"""Photos that are named one by one."""
MOST_CHOSEN = 50_000
"""Photos that are packed because they are as asked for: what is known of each is in memory."""
MOST_PEOPLE = 50
LARGEST_NUMBER = 2**31 - 1


class PlaceOut(Schema):
    """Where a photo lies."""

    source: int = Field(description="number of the source", examples=[1])
    path: Shown = Field(description="below the source", examples=["2024/beach.jpg"])


class PhotoOut(Schema):
    """One photo."""

    photo: str = Field(description="SHA-256 of the file", examples=["0" * 64])
    width: int = Field(description="pixels, upright", examples=[4032])
    height: int = Field(examples=[3024])
    taken: str | None = Field(
        description="ISO 8601 by the camera's clock, with offset where known",
        examples=["2024-05-17T14:03:22+02:00"],
    )
    thumbhash: str = Field(description="a blurred picture (ThumbHash), base64")
    faces: int = Field(ge=0, description="that count")
    status: PhotoStatus
    missing: bool = Field(description="no file of it is there now")
    camera: Shown | None = Field(examples=["Canon EOS R6"])
    bytes: int
    places: list[PlaceOut] = Field(description="where it lies now")

    @classmethod
    def of(cls, row: PhotoRow) -> PhotoOut:
        """Return a photo of the library."""
        return cls(**plain(row))


def plain(row: PhotoRow) -> dict[str, Any]:
    """Return the values of a `PhotoOut`: a page of 100 photos has no need of the objects."""
    return {
        "photo": row.photo,
        "width": row.width,
        "height": row.height,
        "taken": row.taken,
        "thumbhash": b64encode(row.thumbhash).decode("ascii"),
        "faces": row.faces,
        "status": row.status,
        "missing": row.missing,
        "camera": None if row.camera is None else printable(row.camera),
        "bytes": row.bytes,
        "places": [{"source": source, "path": printable(path)} for source, path in row.places],
    }


class PhotoWithFaces(Schema):
    """One photo, and who is on it."""

    photo: PhotoOut
    faces: list[FaceOut] = Field(description="in reading order")


class MonthOut(Schema):
    """How many photos a month has."""

    month: str | None = Field(description="null: photos without time", examples=["2024-05"])
    photos: int


class ChunkOut(Schema):
    """Photos of one month that follow each other, 100 at most."""

    month: str | None = Field(description="null: photos without time", examples=["2024-05"])
    cursor: str | None = Field(
        description="gives `listPhotos` these photos, with as many as `limit`; null: the first"
    )
    ratios: str = Field(
        description="base64 of one byte b for each photo: width / height = 2 ** ((b - 128) / 40), "
        "from 1/9 to 9",
        examples=["kZCA"],
    )


class LayoutOut(Schema):
    """What a grid needs to give every photo its place before any of them is there."""

    photos: int = Field(ge=0, description="all chunks together")
    order: Literal["asc", "desc"]
    chunks: list[ChunkOut] = Field(description="in the order of `listPhotos`")


def laid_out(layout: PhotoLayout, order: str) -> dict[str, Any]:
    """Return the values of a `LayoutOut`: thousands of chunks have no need of the objects."""
    return {
        "photos": layout.photos,
        "order": order,
        "chunks": [
            {
                "month": chunk.month,
                "cursor": chunk.after,
                "ratios": b64encode(chunk.ratios).decode("ascii"),
            }
            for chunk in layout.chunks
        ],
    }


class DetectionOut(Schema):
    """A face as it is drawn."""

    face: str
    number: int = Field(ge=1, description="as FILE#N counts: 1 is the largest")
    box: tuple[float, float, float, float] = Field(
        description="left, top, right, bottom in pixels of the upright photo"
    )
    status: FaceStatus
    mark: FaceMark | None
    gender: Gender | None = Field(description="perceived")
    gender_probability: float | None
    score: float
    person: str | None
    name: str | None
    letter: str = Field(
        description="says what the colour does: M and W perceived gender, L low confidence, "
        "S too small, U unknown",
        examples=["W"],
    )
    colour: str = Field(description="of the box", examples=["#ff80bf"])
    dashed: bool = Field(description="whether the box is")

    @classmethod
    def of(cls, face: Face, number: int) -> DetectionOut:
        """Return a face with how it looks."""
        shown = look(face)
        return cls(
            face=face.face,
            number=number,
            box=face.box,
            status=face.status,
            mark=face.mark,
            gender=face.gender,
            gender_probability=face.gender_probability,
            score=face.score,
            person=face.person,
            name=face.name,
            letter=shown.letter,
            colour="#{:02x}{:02x}{:02x}".format(*shown.colour),
            dashed=shown.dashed,
        )


class DetectionsOut(Schema):
    """All faces of a photo, numbered."""

    photo: str
    width: int = Field(description="pixels, upright")
    height: int
    faces: list[DetectionOut] = Field(description="by number")

    @classmethod
    def of(cls, row: PhotoRow, faces: list[Face], numbers: dict[FaceId, int]) -> DetectionsOut:
        """Return the faces of a photo by their numbers."""
        drawn = [DetectionOut.of(face, numbers[face.face]) for face in faces]
        return cls(
            photo=row.photo,
            width=row.width,
            height=row.height,
            faces=sorted(drawn, key=lambda face: face.number),
        )


class PhotosWhere(Body):
    """Which photos: all conditions hold, as in the query of `listPhotos`."""

    person: list[Name] = Field(
        default=[], max_length=MOST_PEOPLE, description="id or name; several: all are on the photo"
    )
    without: list[Name] = Field(
        default=[],
        alias="not",
        max_length=MOST_PEOPLE,
        description="id or name of who is not on it",
    )
    only: bool = Field(default=False, description="nobody else is on it")
    collection: Name | None = Field(default=None, description="it belongs to, by name")
    since: date | None = Field(default=None, description="taken then or later")
    before: date | None = Field(default=None, description="taken before that day")
    min_quality: float | None = Field(
        default=None, ge=0, le=1, description="of the best face on it"
    )
    path: str | None = Field(
        default=None,
        min_length=1,
        max_length=1024,
        pattern=r"^[^\x00]+$",
        description="part of its path",
    )
    source: int | None = Field(
        default=None, ge=0, le=LARGEST_NUMBER, description="number of the source it lies in"
    )
    without_faces: bool = Field(default=False, description="no face on it counts")
    undated: bool = Field(default=False, description="nothing says when it was taken")

    def query(self) -> PhotoQuery:
        """Return the same for a library."""
        return PhotoQuery(
            with_people=tuple(self.person),
            without_people=tuple(self.without),
            only=self.only,
            collection=self.collection,
            since=midnight(self.since),
            before=midnight(self.before),
            min_quality=self.min_quality,
            path=self.path,
            source=self.source,
            without_faces=self.without_faces,
            undated=self.undated,
        )


def midnight(day: date | None) -> datetime | None:
    """Return the moment at which a day begins, None for none."""
    return None if day is None else datetime.combine(day, time.min)


class PhotosOrder(Body):
    """Which photos to pack, one by one."""

    photos: Annotated[list[PhotoKey], Field(min_length=1, max_length=MOST_IN_ZIP)]


class WhereOrder(Body):
    """Which photos to pack: all that are so, 50,000 at most."""

    where: PhotosWhere


ZipOrder = PhotosOrder | WhereOrder
"""Which photos to pack."""


class ForgetOut(Schema):
    """What was removed for good."""

    photos: int
    faces: int
    people: int
