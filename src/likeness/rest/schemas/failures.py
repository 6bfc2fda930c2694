"""Files that could not be used."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema, Shown


class FailureOut(Schema):
    """One file that could not be used."""

    source: int = Field(description="number of the source", examples=[1])
    path: Shown = Field(description="below the source", examples=["2024/broken.jpg"])
    reason: str = Field(description="for programs", examples=["not_an_image"])
    detail: Shown = Field(
        description="for people", examples=["The content is not that of an image."]
    )
