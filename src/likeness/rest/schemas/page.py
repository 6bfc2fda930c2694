"""Pages of a list, and words that many schemas share."""

from __future__ import annotations

import re
from typing import Annotated, Generic, TypeVar

from fastapi import Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Item = TypeVar("Item")
SURROGATES = re.compile("[\ud800-\udfff]")


def printable(given: object) -> object:
    """Return text that UTF-8 can hold, and all else as it is."""
    return SURROGATES.sub("\ufffd", given) if isinstance(given, str) else given


class Schema(BaseModel):
    """Something that goes out: it is made of our records, by name."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Body(BaseModel):
    """Something that comes in: what is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="pass it as `cursor` for the next page; null: this is the last"
    )


Cursor = Annotated[
    str | None,
    Query(max_length=8192, description="`next` of the page before; none: the first page"),
]
Limit = Annotated[int, Query(ge=1, le=500, description="items at most")]

Text = Annotated[str, Field(min_length=1, max_length=200)]
"""A name that people see."""

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
"""An id or a name that somebody or something should have."""

Shown = Annotated[str, BeforeValidator(printable)]
"""Text from a file or its name: what is no character becomes a replacement character."""

PHOTO = r"^[0-9a-f]{64}$"
FACE = r"^f[0-9a-f]{16}$"
PERSON = r"^p[0-9a-f]{16}(?:[0-9a-f]{8})?$"  # longer where somebody was split again and again
AVERAGE = r"^a[0-9a-f]{16}$"
JOB = r"^j[0-9a-f]{16}$"

PhotoPath = Annotated[str, Path(pattern=PHOTO, description="SHA-256 of the photo")]
FacePath = Annotated[str, Path(pattern=FACE, description="id of the face")]
PersonPath = Annotated[str, Path(pattern=PERSON, description="id of the person")]
JobPath = Annotated[str, Path(pattern=JOB, description="id of the job")]

FaceKey = Annotated[str, Field(pattern=FACE, examples=["f0123456789abcdef"])]
PersonKey = Annotated[str, Field(pattern=PERSON, examples=["p0123456789abcdef"])]
PhotoKey = Annotated[str, Field(pattern=PHOTO)]
