"""What a backup says about itself: its first member."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from likeness.errors import BackupError, LibraryVersionError

FORMAT = 1
MOST = 2**53  # of any number

ID = re.compile(r"[0-9a-f]{32}")
WORD = re.compile(r"[A-Za-z0-9.+_-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One backup, before any of it is looked at."""

    likeness: str  # the version that wrote it
    library: str  # id
    created: str  # ISO 8601, UTC: the moment of the state that it holds
    photos: int
    faces: int
    people: int
    accounts: int
    pictures: bool  # whether small pictures are in it
    uploads: int  # photos that were uploaded, which are in it
    uploads_source: int | None  # the source that their folder is
    catalog: str  # what kind of database the library was in: "sqlite" or "postgresql"
    blobs: str  # where its pictures were: "folder" or "s3"
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        return (json.dumps(dataclasses.asdict(self), indent=2) + "\n").encode("ascii")


def from_bytes(data: bytes) -> Manifest:
    """Return the manifest that *data* holds, of which every value was looked at.

    Raises:
        LibraryVersionError: A newer Likeness wrote it.
        BackupError: It is none.
    """
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise _no_manifest() from exc
    if not isinstance(values, dict):
        raise _no_manifest()
    if isinstance(values.get("format"), int) and values["format"] > FORMAT:
        raise LibraryVersionError(
            "This backup was written by a newer Likeness. Update Likeness to restore it."
        )
    if values.get("format") != FORMAT or not _is_sane(values):
        raise _no_manifest()
    return Manifest(**values)


def _is_sane(values: dict[str, Any]) -> bool:
    if values.keys() != {field.name for field in dataclasses.fields(Manifest)}:
        return False
    numbers = ("photos", "faces", "people", "accounts", "uploads")
    source = values["uploads_source"]
    return (
        all(_is_number(values[name]) for name in numbers)
        and (source is None or _is_number(source))
        and isinstance(values["pictures"], bool)
        and all(_fits(WORD, values[name]) for name in ("likeness", "catalog", "blobs"))
        and _fits(ID, values["library"])
        and _is_time(values["created"])
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        return datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def _no_manifest() -> BackupError:
    return BackupError("The backup is damaged: what it says about itself makes no sense.")
