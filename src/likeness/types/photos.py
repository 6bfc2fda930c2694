"""Photos, where they come from and where they go."""

from __future__ import annotations

from dataclasses import dataclass

from likeness.types.ids import PhotoId
from likeness.types.words import PhotoStatus, TakenFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where photos come from."""

    source: str  # the folder
    photos: int
    missing: int
    mounted: bool
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of the library."""

    photo: str  # the first existing path, else the SHA-256
    sha256: PhotoId
    paths: tuple[str, ...]
    width: int
    height: int
    taken: str | None  # ISO 8601, with offset where known
    faces: int  # status ok
    status: PhotoStatus
    taken_from: TakenFrom | None = None
    camera: str | None = None
    bytes: int = 0
    missing: bool = False  # no path of it exists now


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One path that could not be used."""

    photo: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A named set of photos."""

    collection: str
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export holds now that it is done, and what had to be done for it."""

    people: int
    photos: int  # different ones; a photo of two people counts once
    bytes: int  # of all files; a link counts as what it leads to
    files: int = 0
    written: int = 0  # files that were not there before or not like this
    removed: int = 0  # files of an earlier export that no longer belong
    missing: int = 0  # photos left out: no file of theirs can be read now
