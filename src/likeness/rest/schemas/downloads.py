"""Archives that are ordered first, and fetched then."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema

TICKET = r"^t[0-9a-f]{32}$"


class TicketOut(Schema):
    """Where an archive waits."""

    path: str = Field(
        description="a link to follow, once, by who ordered it",
        examples=["/api/v1/downloads/t0123456789abcdef0123456789abcdef"],
    )
    seconds: int = Field(description="for so long it is good", examples=[300])
