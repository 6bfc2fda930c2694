"""Work that takes long, done for somebody by a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NewType

JobId = NewType("JobId", str)
""""j" and 16 hex digits, drawn."""

JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work, as it stands."""

    job: JobId
    kind: str  # "add", "group", ...
    arguments: Mapping[str, Any]  # plain values, as its kind takes them
    who: str  # who asked for it
    state: JobState
    created: str  # ISO 8601, UTC
    started: str | None
    finished: str | None
    attempts: int  # how often a worker began it
    cancelling: bool  # somebody asked for its end, and it has not ended yet
    progress: Mapping[str, Any] | None  # as `Progress`, plain; None: nothing told yet
    result: Mapping[str, Any] | None  # what its kind answers; None unless it is done
    error: str | None  # why it failed, one sentence
    changed: int  # grows with every change of any job
