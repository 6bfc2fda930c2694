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
        "evaluate",
        "choose",
        "look",
        "average",
        "portraits",
    ]
    done: int
    total: int | None
    faces: int = 0
    failed: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)
