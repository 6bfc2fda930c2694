"""Entries of the log."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema
from likeness.types import EditKind


class EditOut(Schema):
    """One entry of the log: what was decided, by whom."""

    edit: int = Field(ge=1, examples=[42])
    when: str = Field(description="ISO 8601, UTC", examples=["2026-11-21T10:00:00+00:00"])
    who: str = Field(examples=["Anna"])
    kind: EditKind = Field(examples=["name"])
    what: str = Field(description="in words", examples=["named p0123456789abcdef Anna"])
    undone: bool = False
