"""Pages of what a library holds, for those who turn them over one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from likeness.types.ids import PhotoId
from likeness.types.words import PhotoStatus

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some items in their order, and how to ask for those behind them."""

    items: tuple[Item, ...]
    after: str | None  # what to ask with for the next page; None: this is the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoQuery:
    """Which photos: every condition given must hold."""

    with_people: tuple[str, ...] = ()  # all of them: ids or names, as everywhere
    without_people: tuple[str, ...] = ()
    only: bool = False  # no other people than those asked for (and no unassigned ok face)
    collection: str | None = None  # its name
    since: datetime | None = None  # by the camera's clock, without zone
    before: datetime | None = None  # that very moment not
    min_quality: float | None = None  # shows a face that counts and is at least so good, [0, 1]
    path: str | None = None  # part of a path below its source, in small or large letters
    source: int | None = None  # lies there now
    without_faces: bool = False  # none that counts
    undated: bool = False  # nothing says when it was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """One photo as a grid shows it."""

    photo: PhotoId
    width: int  # pixels, upright
    height: int
    taken: str | None  # ISO 8601 by the camera's clock, with offset where known
    thumbhash: bytes  # a blurred picture in some 25 bytes
    faces: int  # that count
    status: PhotoStatus
    missing: bool  # no file of it exists now
    camera: str | None
    bytes: int
    places: tuple[tuple[int, str], ...]  # source and path below it, where it lies now


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChunk:
    """Photos of one month that follow each other, and how wide each is for its height."""

    month: str | None  # as "2024-05"; None: photos without time
    after: str | None  # what to ask with for a page that begins with these; None: the first page
    ratios: bytes  # one for each photo: b stands for width / height = 2 ** ((b - 128) / 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLayout:
    """What a grid needs to give every photo its place before any of them is there."""

    photos: int  # all chunks together
    chunks: tuple[PhotoChunk, ...]  # in the order of the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One file that could not be used, as a page shows it."""

    source: int
    path: str  # below the source
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Numbers of which each is another one after something of its kind changed."""

    edits: int  # the newest entry of the log
    tags: int  # whose face is whose, how good, in which collection
    photos: int  # photos, where they lie, failures, collections
    jobs: int  # any job
    rounds: tuple[int | datetime | None, ...] = ()  # rounds of the game, and who takes part


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How much there is in a library."""

    photos: int
    faces: int  # that count
    people: int  # with a face, hidden ones too
    named: int  # of these people
    hidden: int  # of these people
    unassigned: int  # faces that count and are nobody's
    failures: int
    collections: int
