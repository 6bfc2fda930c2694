"""How far a run is, and what the care for a library did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeReport:
    """What one upgrade did: the landmarks of older versions, placed again."""

    faces: int  # whose landmarks are new now
    photos: int  # that they are on
    missing: int  # photos whose landmarks stay old: no file of theirs can be read now
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """A model that the registry knows."""

    model: str
    task: str
    installed: bool
    bytes: int
    weights_licence: str
    data_licence: str
    source: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """What was removed for good."""

    photos: int
    faces: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport:
    """What lies in the new stores of a library now, compared with the old ones."""

    library: str  # the folder
    moved: tuple[str, ...]  # of "blobs", "catalog" and "index"
    rows: int  # of the catalog
    pictures: int
    bytes: int  # of the pictures
    faces: int  # in the index
    overridden: tuple[str, ...]  # settings that an environment variable still says otherwise
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds, all of it read back and compared."""

    file: str
    bytes: int
    sealed: bool  # it opens with a passphrase only
    created: str  # ISO 8601, UTC: the moment of the state that it holds
    likeness: str  # the version that wrote it
    library: str  # id
    photos: int
    faces: int
    people: int
    accounts: int
    pictures: int  # small ones: thumbnails, crops, portraits and averages
    uploads: int  # originals that were uploaded, which are in it
    originals_elsewhere: int  # photos whose files lie in sources, and are not in it
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """A library that came from a backup, checked."""

    library: str  # the folder
    created: str  # ISO 8601, UTC: the moment of the state that it has
    age_days: int  # what was forgotten since is in it again
    likeness: str  # the version that wrote the backup
    photos: int
    faces: int
    people: int
    accounts: int
    pictures: int
    uploads: int
    unmounted: tuple[str, ...]  # folders of photos that are not there now
    was_in: tuple[str, ...]  # of "postgresql" and "s3": where the library was, and is not now
    elsewhere: tuple[str, ...]  # settings from outside that name other stores, and win
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of `doctor`."""

    check: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; handed to the caller's callback several times a second at most."""

    stage: Literal[
        "scan",
        "analyse",
        "group",
        "learn",
        "index",
        "upgrade",
        "export",
        "pictures",
        "rows",
        "backup",
        "verify",
        "restore",
        "evaluate",
        "choose",
        "look",
        "average",
        "portraits",
        "map",
        "network",
    ]
    done: int
    total: int | None
    faces: int = 0
    failed: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
