"""What a place holds, held against what is known of it: what an `add` has to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from likeness.sources.base import FoundFile
from likeness.types import FailureFacts, Location
from likeness.workflows.places import Place

TRANSIENT = frozenset(
    {
        "permission",
        "vanished",
        "crashed",
        "too_slow",
        "too_much_memory",
        "unreadable",
        "unsupported",
    }
)
"""Reasons that may be gone next time although the file did not change."""


@dataclass
class Plan:
    """What one place holds, against what is known of it."""

    place: Place
    known: dict[str, Location]
    found: set[str] = field(default_factory=set)
    files: list[FoundFile] = field(default_factory=list)  # new or changed
    obstacles: list[FailureFacts] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # folders that cannot be listed


def is_unchanged(before: Location, now: FoundFile) -> bool:
    """Whether a stat, or an object's etag, alone says that nothing happened to the file.

    An etag changes with the content only: it wins over a time that a copy within a bucket changed.
    """
    if before.missing or before.reason in TRANSIENT or before.size != now.size:
        return False
    if before.etag is not None and now.etag is not None:
        return before.etag == now.etag
    return before.mtime_ns == now.mtime_ns
