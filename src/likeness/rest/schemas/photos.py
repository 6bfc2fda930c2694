"""Photos."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Any

from pydantic import Field

from likeness.imaging.draw import look
from likeness.rest.schemas.faces import FaceOut
from likeness.rest.schemas.page import Body, PhotoKey, Schema, Shown, printable
from likeness.types import Face, FaceId, FaceMark, FaceStatus, Gender, PhotoRow, PhotoStatus

MOST_IN_ZIP = 10_000


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


class ZipOrder(Body):
    """Which photos to pack."""

    photos: Annotated[list[PhotoKey], Field(min_length=1, max_length=MOST_IN_ZIP)]


class ForgetOut(Schema):
    """What was removed for good."""

    photos: int
    faces: int
    people: int
