"""Jobs, and news."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from likeness.rest.schemas.page import Body, Schema
from likeness.types import JobState, Scope


class JobProgress(Schema):
    """How far a job is."""

    stage: str = Field(description="what it does now", examples=["analyse"])
    done: int = Field(ge=0, description="of the unit of its stage: files, photos, faces, steps")
    total: int | None = Field(description="null: not known yet", examples=[900])
    faces: int = Field(default=0, ge=0, description="that were found so far")
    failed: int = Field(default=0, ge=0, description="files that could not be used so far")


class JobOut(Schema):
    """One piece of long work, as it stands."""

    job: str = Field(examples=["j0123456789abcdef"])
    kind: str = Field(examples=["add"])
    arguments: dict[str, Any] = Field(description="as its kind takes them")
    who: str = Field(description="who asked for it", examples=["Anna"])
    state: JobState = Field(examples=["running"])
    created: str = Field(description="ISO 8601, UTC")
    started: str | None = None
    finished: str | None = None
    attempts: int = Field(ge=0, description="how often a worker began it")
    cancelling: bool = Field(description="somebody asked for its end")
    progress: JobProgress | None = Field(default=None, description="how far it is")
    result: dict[str, Any] | None = Field(default=None, description="what came of it")
    error: str | None = Field(default=None, description="why it failed, one sentence")
    changed: int = Field(ge=0, description="grows with every change of any job")


class JobOrder(Body):
    """Which work is wanted."""

    kind: str = Field(min_length=1, max_length=64, examples=["group"])
    arguments: dict[str, Any] = Field(
        default_factory=dict, max_length=64, examples=[{"again": True}]
    )


class KindOut(Schema):
    """A kind of work that can be asked for."""

    kind: str = Field(examples=["add"])
    scope: Scope = Field(description="what a visitor must be allowed to do who asks for it")
    arguments: dict[str, Any] = Field(description="JSON schema of what it takes")


class ChangedOut(Schema):
    """What changed in the library: look at it again."""

    photos: bool = Field(description="photos, where they lie, collections, failures")
    people: bool = Field(description="faces, people, whose face is whose")
    edits: bool = Field(description="the log has new entries")
    rounds: bool = Field(description="rounds of the game, and who takes part")
