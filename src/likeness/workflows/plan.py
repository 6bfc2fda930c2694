"""What a place holds, held against what is known of it: what an `add` has to read."""

from __future__ import annotations

from dataclasses import dataclass, field

from likeness.types import FailureFacts, Location
from likeness.workflows.places import Place
from likeness.workflows.scan import FoundFile

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
    files: list[str] = field(default_factory=list)  # new or changed
    obstacles: list[FailureFacts] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # folders that cannot be listed


def is_unchanged(before: Location, now: FoundFile) -> bool:
    """Whether a stat alone says that nothing happened to the file."""
    return (
        not before.missing
        and (before.size, before.mtime_ns) == (now.size, now.mtime_ns)
        and before.reason not in TRANSIENT
    )
