"""The library as a whole: what is in it, where it comes from, what it runs with."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from likeness.rest.schemas.page import Body, Schema


class LibraryOut(Schema):
    """What is in the library, and what serves it."""

    version: str = Field(description="of Likeness", examples=["0.7.0"])
    library: str = Field(description="32 hex digits that no other library has")
    photos: int = Field(ge=0)
    faces: int = Field(ge=0, description="that count")
    people: int = Field(ge=0)
    named: int = Field(ge=0, description="people with a name")
    hidden: int = Field(ge=0, description="people who are left out of lists")
    unassigned: int = Field(ge=0, description="faces that are nobody's")
    failures: int = Field(ge=0, description="files that could not be used")
    collections: int = Field(ge=0)
    detector: str = Field(description="the model that finds faces", examples=["mtcnn"])
    embedder: str = Field(description="the model that tells faces apart", examples=["dlib"])


class SourceOut(Schema):
    """Where photos come from."""

    source: int = Field(ge=1, examples=[1])
    uri: str = Field(
        description="folder or address; for visitors who are no owners the last part only"
    )
    photos: int = Field(ge=0)
    missing: int = Field(ge=0, description="photos that are not there now")
    mounted: bool = Field(description="it is there now")


class SourceOrder(Body):
    """A folder on the server's machine whose photos are to be added."""

    path: str = Field(min_length=1, max_length=4096, examples=["/home/anna/Pictures"])
    folders_as_collections: bool = Field(
        default=False, description="each folder becomes a collection"
    )


class FoldersOut(Schema):
    """A folder on the server's machine, and those in it that may be chosen."""

    path: str = Field(description="empty above all roots")
    parent: str | None = Field(description="null above all roots")
    folders: list[str]


class SettingOut(Schema):
    """One setting that holds."""

    setting: str = Field(examples=["detect.min_score"])
    value: Any = Field(description="secrets are masked")


class ModelOut(Schema):
    """A model that the registry knows, and the terms it comes under."""

    model: str = Field(examples=["mtcnn"])
    task: str = Field(examples=["detect"])
    installed: bool
    bytes: int = Field(ge=0)
    weights_licence: str
    data_licence: str
    source: str
    sha256: str


class CheckOut(Schema):
    """One thing that was checked."""

    check: str
    ok: bool
    detail: str
