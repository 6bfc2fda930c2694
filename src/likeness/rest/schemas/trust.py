"""How far the groups can be trusted."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from likeness.rest.schemas.page import Schema


class TrustOut(Schema):
    """The newest report on how good the groups are; a job of the kind `trust` makes one."""

    job: str = Field(description="that made it", examples=["j0123456789abcdef"])
    finished: str | None = Field(description="ISO 8601, UTC")
    report: dict[str, Any] = Field(description="precision, recall and what they rest on")
