"""Photos that are sent to the library."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from likeness.rest.schemas.page import PHOTO, Body, Name, Schema, Shown
from likeness.types import Job

UPLOAD = r"^u[0-9a-f]{32}$"
UploadPath = Annotated[str, Path(pattern=UPLOAD, description="id of the upload")]

LONGEST_FILE = 2**50


class UploadOrder(Body):
    """A file that is to come."""

    name: str = Field(
        min_length=1, max_length=500, description="as you call it", examples=["IMG_0001.jpg"]
    )
    bytes: int = Field(ge=1, le=LONGEST_FILE, examples=[4_200_000])
    sha256: str | None = Field(
        default=None, pattern=PHOTO, description="of the file: what is known need not be sent"
    )
    collection: Name | None = Field(default=None, description="where to put the photo")


class UploadOut(Schema):
    """How far an upload is."""

    upload: str = Field(examples=["u0123456789abcdef0123456789abcdef"])
    name: Shown = Field(examples=["IMG_0001.jpg"])
    bytes: int = Field(ge=1, description="that the file has when it is whole")
    offset: int = Field(ge=0, description="where the next byte goes")
    complete: bool = Field(description="the file is whole, checked and on the disk")
    photo: str | None = Field(description="SHA-256, once it is whole or if you said it")
    collection: str | None
    created: str = Field(description="ISO 8601, UTC", examples=["2026-11-21T10:00:00+00:00"])
    touched: str = Field(description="when something last came; a day later it is given up")


class BegunOut(Schema):
    """What came of announcing a file."""

    outcome: Literal["send", "duplicate"] = Field(
        description="duplicate: the library has this photo, there is nothing to send"
    )
    upload: UploadOut | None = None
    photo: str | None = Field(default=None, description="of a duplicate")


class SentOut(Schema):
    """How far an upload is, and once it is whole what became of it."""

    offset: int = Field(ge=0, description="where the next byte goes")
    complete: bool
    outcome: Literal["stored", "duplicate"] | None = Field(
        default=None, description="duplicate: the library has this photo already"
    )
    photo: str | None = Field(default=None, description="SHA-256")
    job: str | None = Field(
        default=None, description="that adds the photo; null: the next job that adds photos does"
    )


class FileOut(Schema):
    """What became of one file."""

    name: Shown = Field(examples=["IMG_0001.jpg"])
    outcome: Literal["stored", "duplicate", "refused"]
    photo: str | None = Field(default=None, description="SHA-256")
    reason: str | None = Field(default=None, description="code", examples=["not_an_image"])
    detail: str | None = Field(default=None, description="why it was refused, a sentence")


class FilesOut(Schema):
    """What became of several files, in their order."""

    files: list[FileOut]
    job: str | None = Field(default=None, description="that adds the photos")


def job_id(job: Job | None) -> str | None:
    """Return the id of a job, if there is one."""
    return None if job is None else job.job
